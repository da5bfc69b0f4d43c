import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { isIgnored } from './dockerignore.ts';
import { packageJson } from './package-json.ts';
import { projectFile, sourceFiles } from './project-files.ts';

const Compose = v.strictObject({
  name: v.string(),
  services: v.strictObject({
    bot: v.strictObject({
      build: v.literal('.'),
      env_file: v.literal('.env'),
      environment: v.record(v.string(), v.string()),
      healthcheck: v.looseObject({ test: v.array(v.string()) }),
      depends_on: v.strictObject({ redis: v.object({ condition: v.string() }) }),
      restart: v.string(),
      stop_grace_period: v.string(),
      init: v.boolean(),
      read_only: v.boolean(),
      cap_drop: v.array(v.string()),
      security_opt: v.array(v.string()),
    }),
    redis: v.strictObject({
      image: v.pipe(v.string(), v.regex(/^redis:\d/, 'must name a version')),
      command: v.array(v.string()),
      healthcheck: v.looseObject({ test: v.array(v.string()) }),
      volumes: v.array(v.string()),
      restart: v.string(),
    }),
  }),
  volumes: v.record(v.string(), v.nullable(v.object({}))),
});

const composeText = projectFile('docker-compose.yml');
const dockerfile = projectFile('Dockerfile');

describe('docker-compose.yml', () => {
  const { bot, redis } = v.parse(Compose, parse(composeText)).services;

  test('has its settings in .env, and none of its own but where the parts are', () => {
    expect(bot.environment).toEqual({
      REDIS_URL: 'redis://redis:6379',
      OPS_HOST: '0.0.0.0',
      HOST: '0.0.0.0',
      API_HOST: '0.0.0.0',
    });
  });

  test.each(['docker-compose.yml', 'Dockerfile', '.env.example', 'manifest.yml'])(
    '%s holds no secret',
    (file) => {
      expect(projectFile(file)).not.toMatch(/\bx(?:ox[a-z]|app)-[\w-]+|\bsig=|[0-9a-f]{32}/i);
    },
  );

  test('starts the bot once Redis answers, and keeps both up', () => {
    expect(bot.depends_on.redis.condition).toBe('service_healthy');
    expect(redis.healthcheck.test).toEqual(['CMD', 'redis-cli', 'ping']);
    expect([bot.restart, redis.restart]).toEqual(['unless-stopped', 'unless-stopped']);
  });

  test('gives the bot longer to stop than it takes', () => {
    const limit = /STOP_WITHIN_MS = ([\d_]+)/.exec(projectFile('src/app/serve.ts'))?.[1];

    expect(Number.parseInt(bot.stop_grace_period, 10) * 1000).toBeGreaterThan(
      Number(limit?.replaceAll('_', '')),
    );
  });

  test('gives the bot no right that it does not need', () => {
    expect(bot).toMatchObject({
      init: true,
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  test('runs a Redis that keeps watches: on disk, and never evicted', () => {
    const [program, ...options] = redis.command;
    const pairs = options.flatMap((option, at) =>
      option.startsWith('--') ? [[option.slice(2), options[at + 1]]] : [],
    );

    expect(program).toBe('redis-server');
    expect(Object.fromEntries(pairs)).toEqual({
      appendonly: 'yes',
      appendfsync: 'everysec',
      'maxmemory-policy': 'noeviction',
      hz: '100',
    });
    expect(redis.volumes).toEqual(['redis-data:/data']);
  });

  test.each([
    { status: 200, exitCode: 0 },
    { status: 503, exitCode: 1 },
  ])('takes a $status of /readyz for exit code $exitCode', async ({ status, exitCode }) => {
    const [kind, ...command] = bot.healthcheck.test;

    expect(kind).toBe('CMD');
    expect(await runCheck(command, status)).toEqual({ exitCode, asked: '/readyz' });
  });
});

describe('Dockerfile', () => {
  const lines = dockerfile.replaceAll('\\\n', ' ').split('\n');
  const instruction = (name: string) =>
    lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  const command = /^HEALTHCHECK .*?CMD (\[.*\])$/m.exec(lines.join('\n'))?.[1] ?? '[]';
  const healthcheck = v.parse(v.array(v.string()), JSON.parse(command));

  test('runs the Node that npm brings elsewhere, as somebody who is not root', () => {
    const majors = Object.values(packageJson().optionalDependencies)
      .map(Number.parseFloat)
      .map(Math.floor);

    expect(instruction('FROM')).toEqual([...new Set(majors)].map((major) => `node:${major}-slim`));
    expect(instruction('USER')).toEqual(['node']);
    expect(lines.indexOf('USER node')).toBeLessThan(
      lines.findIndex((line) => line.startsWith('CMD ')),
    );
    expect(instruction('ENTRYPOINT')).toEqual([
      '["node", "--max-semi-space-size=32", "src/main.ts"]',
    ]);
    expect(instruction('CMD')).toEqual(['["serve"]']);
    const { start } = packageJson().scripts;
    expect(start).toContain(' --max-semi-space-size=32 ');
  });

  test('installs what the lock file says and the bot needs, and no second Node', () => {
    expect(instruction('RUN')).toEqual([
      expect.stringMatching(/^npm ci --omit=dev --omit=optional /),
    ]);
  });

  test.each([
    { status: 200, exitCode: 0 },
    { status: 503, exitCode: 1 },
  ])('takes a $status of /livez for exit code $exitCode', async ({ status, exitCode }) => {
    expect(await runCheck(healthcheck, status)).toEqual({ exitCode, asked: '/livez' });
  });
});

describe('the image', () => {
  const dockerignore = projectFile('.dockerignore');
  const inImage = sourceFiles('src').filter((path) => !isIgnored(dockerignore, path));

  test.each([
    '.env',
    '.git/config',
    'node_modules/valibot/package.json',
    'src/sandbox/demo.ts',
    'test/project/docker.test.ts',
    'README.md',
  ])('leaves out %s', (path) => {
    expect(isIgnored(dockerignore, path)).toBe(true);
  });

  test('holds all the rest of src, and what npm needs', () => {
    expect(inImage).toEqual(sourceFiles('src').filter((path) => !path.startsWith('src/sandbox/')));
    expect(inImage).toContain('src/main.ts');
    expect(isIgnored(dockerignore, 'package.json')).toBe(false);
    expect(isIgnored(dockerignore, 'package-lock.json')).toBe(false);
  });

  test('imports nothing that is not in it', () => {
    const { dependencies } = packageJson();
    const missing = inImage.flatMap((file) =>
      importsOf(projectFile(file))
        .filter((specifier) => !isThere(file, specifier, dependencies))
        .map((specifier) => `${file} imports ${specifier}`),
    );

    expect(importsOf(projectFile('src/app/serve.ts'))).toContain('./app.ts');
    expect(missing).toEqual([]);
  });

  function isThere(file: string, specifier: string, dependencies: object): boolean {
    if (specifier.startsWith('node:')) return true;
    if (specifier.startsWith('.')) {
      const { pathname } = new URL(specifier, `file:///${file}`);
      // npm needs it there, see above.
      return pathname === '/package.json' || inImage.includes(pathname.slice(1));
    }
    const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
    return name in dependencies;
  }
});

/** What a source imports: `from '…'`, `import '…'` and `import('…')`. */
function importsOf(source: string): readonly string[] {
  const pattern = /(?:^\s*(?:import|export)\b[^;]*?\bfrom|^import|\bimport\()\s*['"]([^'"]+)['"]/gm;
  return [...source.matchAll(pattern)].map(([, specifier = '']) => specifier);
}

/** Runs a health check against a server that gives one answer, and tells what was asked. */
async function runCheck(command: readonly string[], status: number) {
  const [program, ...options] = command;
  expect(program).toBe('node');
  let asked: string | undefined;
  const server = createServer((request, response) => {
    asked = request.url;
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const child = spawn(process.execPath, options, { env: { OPS_PORT: String(port) } });
    const exitCode = await new Promise((resolve) => child.once('close', resolve));
    return { exitCode, asked };
  } finally {
    server.close();
  }
}
