import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');

/** What each layer may import; what is not named here is refused. The order is the way down. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  main: ['app', 'config'],
  app: ['azure', 'config', 'jobs', 'server', 'slack', 'store', 'watch'],
  config: [],
  server: [],
  jobs: ['slack', 'store', 'watch'],
  slack: ['watch'],
  store: ['watch'],
  azure: ['watch'],
  watch: [],
  // It starts the product as a process and knows nothing of its inside.
  sandbox: [],
};

/** Packages that a layer does without, so that it stays what it is. */
const FOREIGN: Readonly<Record<string, RegExp>> = {
  watch: /^(?!valibot$)/,
  azure: /^(?:bullmq|ioredis|@slack\/)/,
  store: /^(?:bullmq|@slack\/|@azure\/|ky$)/,
  slack: /^(?:bullmq|ioredis|@azure\/)/,
  jobs: /^(?:@slack\/|@azure\/|ky$)/,
  sandbox: /^(?:bullmq|@slack\/bolt|@azure\/)/,
};

interface Import {
  readonly file: string;
  readonly layer: string;
  readonly target: string;
}

const FILES = globSync('**/*.ts', { cwd: SRC });
const IMPORTS = FILES.flatMap(importsOf);

function importsOf(file: string): readonly Import[] {
  const source = readFileSync(join(SRC, file), 'utf8');
  const statements = source.matchAll(/^(?:import|export)\s(?:[^;'=]*\sfrom\s)?'([^']+)'/gm);
  const calls = source.matchAll(/\bimport\(\s*'([^']+)'/g);
  return [...statements, ...calls].map(([, target = '']) => ({
    file,
    layer: layerOf(file),
    target,
  }));
}

function layerOf(path: string): string {
  const [first = ''] = normalize(path).split(sep);
  return first.replace(/\.ts$/, '');
}

describe('layers', () => {
  test('are all known', () => {
    expect([...new Set(FILES.map(layerOf))].sort()).toEqual(Object.keys(LAYERS).sort());
    expect(IMPORTS.length).toBeGreaterThan(FILES.length);
  });

  test('import downwards only', () => {
    const upward = IMPORTS.filter(({ target }) => target.startsWith('.'))
      .map((found) => ({ ...found, to: layerOf(join(dirname(found.file), found.target)) }))
      .filter(({ layer, to }) => to !== layer && !LAYERS[layer]?.includes(to))
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(upward).toEqual([]);
  });

  test('do without the packages that are not theirs', () => {
    const foreign = IMPORTS.filter(({ target }) => !target.startsWith('.'))
      .filter(({ layer, target }) => FOREIGN[layer]?.test(target))
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(foreign).toEqual([]);
  });

  test('read the environment and the arguments in main.ts only', () => {
    const readers = FILES.filter((file) => layerOf(file) !== 'sandbox').filter((file) =>
      /process\.(?:env|argv)/.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(readers).toEqual(['main.ts']);
  });

  test('keep the centre free of clocks, timers and chance', () => {
    const impure = FILES.filter((file) => layerOf(file) === 'watch').filter((file) =>
      /Date\.now|new Date\(\)|setTimeout|setInterval|Math\.random|performance\.|process\./.test(
        readFileSync(join(SRC, file), 'utf8'),
      ),
    );
    expect(impure).toEqual([]);
  });
});
