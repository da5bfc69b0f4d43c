import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');

/** What each floor of the house may import; what is not named here is refused. The order is the way down. */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  main: ['app', 'shell', 'config'],
  app: [
    'shell',
    'upkeep',
    'slack',
    'api',
    'asking',
    'reading',
    'telling',
    'pagers',
    'queues',
    'redis',
    'azure',
    'outgoing',
    'config',
    'words',
    'watch',
  ],
  // What a person or a script asks at a shell: without Redis and Slack.
  shell: ['azure', 'outgoing', 'config', 'words', 'watch'],
  // Starts what reads and tells, and looks after what they leave.
  upkeep: ['reading', 'telling', 'queues', 'redis', 'watch'],
  reading: ['queues', 'redis', 'watch'],
  telling: ['slack', 'pagers', 'queues', 'redis', 'words', 'watch'],
  // Listeners hand over what people ask for.
  slack: ['asking', 'outgoing', 'words', 'watch'],
  // What pipelines ask for over HTTP: Slack and Redis are handed to it.
  api: ['asking', 'words', 'watch'],
  asking: ['queues', 'redis', 'azure', 'watch'],
  queues: ['redis', 'watch'],
  redis: ['watch'],
  azure: ['outgoing', 'watch'],
  // What calls people besides Slack: knows no more than what it is told to send.
  pagers: ['outgoing', 'watch'],
  // Knows whether a host is reached through a proxy, and what the proxy said.
  outgoing: [],
  config: ['watch'],
  // What is said of a watch, wherever it is shown.
  words: ['watch'],
  watch: [],
  // It starts the product as a process and knows nothing of its inside.
  sandbox: [],
  'choose-node': [],
  launch: [],
};

/** Packages that a floor does without, so that it stays what it is. */
const FOREIGN: Readonly<Record<string, RegExp>> = {
  watch: /^(?!valibot$)/,
  words: /^(?!\.)/,
  outgoing: /^(?!undici$)/,
  azure: /^(?:bullmq|ioredis|@slack\/)/,
  redis: /^(?:bullmq|@slack\/|@azure\/|ky$)/,
  queues: /^(?:@slack\/|@azure\/|ky$)/,
  slack: /^(?:bullmq|ioredis|@azure\/)/,
  pagers: /^(?!node:)/,
  api: /^(?:bullmq|ioredis|@slack\/|@azure\/|ky$)/,
  asking: /^(?:bullmq|ioredis|@slack\/|@azure\/|ky$)/,
  reading: /^(?:ioredis|@slack\/|@azure\/|ky$)/,
  telling: /^(?:ioredis|@slack\/|@azure\/|ky$)/,
  upkeep: /^(?:@slack\/|@azure\/|ky$)/,
  sandbox: /^(?:bullmq|@slack\/bolt|@azure\/)/,
};

interface Import {
  readonly file: string;
  readonly floor: string;
  readonly target: string;
}

const FILES = globSync('**/*.{ts,tsx,js}', { cwd: SRC });
const PRODUCT = FILES.filter((file) => floorOf(file) !== 'sandbox');
const IMPORTS = FILES.flatMap(importsOf);
/** Of each file, those of our own that it imports, for a type only or not. */
const GRAPH = new Map(
  FILES.map((file) => [
    file,
    IMPORTS.filter((found) => found.file === file && found.target.startsWith('.')).map(
      ({ target }) => normalize(join(dirname(file), target)),
    ),
  ]),
);

function sourceOf(file: string): string {
  return readFileSync(join(SRC, file), 'utf8');
}

function importsOf(file: string): readonly Import[] {
  const source = sourceOf(file);
  const statements = source.matchAll(/^(?:import|export)\s(?:[^;'=]*\sfrom\s)?'([^']+)'/gm);
  const calls = source.matchAll(/\bimport\(\s*'([^']+)'/g);
  return [...statements, ...calls].map(([, target = '']) => ({
    file,
    floor: floorOf(file),
    target,
  }));
}

function floorOf(path: string): string {
  const [first = ''] = normalize(path).split(sep);
  return first.replace(/\.[jt]s$/, '');
}

/** The same of folders. What lies in one may use what that holds. */
const FOLDERS = new Map(
  [...Map.groupBy(GRAPH, ([file]) => dirname(file))].map(([folder, files]) => {
    const targets = files.flatMap(([, imported]) => imported.map(dirname));
    return [
      folder,
      [...new Set(targets)].filter((target) => !`${folder}/`.startsWith(`${target}/`)),
    ];
  }),
);

/** A way from a file or folder back to itself, if there is one. */
function circleFrom(
  start: string,
  graph: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const seen = new Set<string>();
  const ways: (readonly string[])[] = [[start]];
  for (let way = ways.pop(); way; way = ways.pop()) {
    for (const next of graph.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return [...way, start];
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

/** Names that more than one of these files declares for others, and where. */
function namedTwice(files: readonly string[], namesOf: (file: string) => readonly string[]) {
  const named = files.flatMap((file) => namesOf(file).map((name) => [name, file] as const));
  return [...Map.groupBy(named, ([name]) => name)]
    .filter(([, places]) => new Set(places.map(([, file]) => file)).size > 1)
    .map(([name, places]) => `${name}: ${places.map(([, file]) => file).join(', ')}`);
}

describe('the floors of the house', () => {
  test('are all known', () => {
    expect([...new Set(FILES.map(floorOf))].sort()).toEqual(Object.keys(FLOORS).sort());
    expect(IMPORTS.length).toBeGreaterThan(FILES.length);
  });

  test('import downwards only', () => {
    // package.json is no floor: it tells the version.
    const upward = IMPORTS.filter(({ target }) => /^\.(?!.*\/package\.json$)/.test(target))
      .map((found) => ({ ...found, to: floorOf(join(dirname(found.file), found.target)) }))
      .filter(({ floor, to }) => to !== floor && !FLOORS[floor]?.includes(to))
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(upward).toEqual([]);
  });

  test('have no circles, not even of types', () => {
    expect(FILES.map((file) => circleFrom(file, GRAPH)).filter(Boolean)).toEqual([]);
    const folders = [...FOLDERS.keys()].filter((folder) => floorOf(folder) !== 'sandbox');
    expect(folders.map((folder) => circleFrom(folder, FOLDERS)).filter(Boolean)).toEqual([]);
  });

  test('do without the packages that are not theirs', () => {
    const foreign = IMPORTS.filter(({ target }) => !target.startsWith('.'))
      .filter(({ floor, target }) => FOREIGN[floor]?.test(target))
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(foreign).toEqual([]);
  });

  test('read the environment and the arguments only where it starts', () => {
    const readers = PRODUCT.filter((file) => /process\.(?:env|argv)/.test(sourceOf(file)));
    expect([...readers].sort()).toEqual(['choose-node.js', 'main.ts']);
  });

  test('store what people ask for by a deadline that inTime has given', () => {
    const others = FILES.filter((file) => floorOf(file) === 'asking')
      .filter((file) => basename(file) !== 'store-in-time.ts')
      .filter((file) =>
        /NO_DEADLINE|\.deadline\(|deadlineWithin|parse\(Deadline/.test(sourceOf(file)),
      );
    expect(others).toEqual([]);
  });

  test('keep the centre free of clocks, timers and chance', () => {
    const impure = FILES.filter((file) => floorOf(file) === 'watch').filter((file) =>
      /Date\.now|new Date\(\)|setTimeout|setInterval|Math\.random|performance\.|process\./.test(
        sourceOf(file),
      ),
    );
    expect(impure).toEqual([]);
  });
});

describe('names', () => {
  test('are declared for others once', () => {
    const exported = /^export (?:async )?(?:function\*?|class|interface|type|const) (\w+)/gm;
    const namesOf = (file: string) => [
      // A schema and the type inferred from it are one thing in one file.
      ...new Set([...sourceOf(file).matchAll(exported)].map(([, name = '']) => name)),
    ];
    expect(namedTwice(PRODUCT, namesOf)).toEqual([]);
  });

  test('of files tell them apart', () => {
    expect(namedTwice(PRODUCT, (file) => [basename(file)])).toEqual([]);
  });
});
