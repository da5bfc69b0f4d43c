import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../../src/sandbox/free-port.ts';
import { ask } from './ask.ts';

const PROJECT = join(import.meta.dirname, '../../..');
/** npm keeps its compiled code in the temporary folder. */
const NPMS_OWN = 'node-compile-cache';

interface RunningDemo {
  /** Resolves when all of it has ended; npm itself ends by the signal, without an exit code. */
  readonly ended: Promise<number | null>;
  /** Resolves with all that was printed as soon as that contains it. */
  untilPrinted(text: string): Promise<string>;
  printed(): string;
  /** What Ctrl-C does: everything in the terminal's foreground gets the signal. */
  interrupt(): void;
  /** What is in the temporary folder that this run had to itself, and its processes. */
  leftBehind(): Promise<readonly string[]>;
}

/** `npm run demo` in a terminal of its own. */
async function runDemo(...args: readonly string[]): Promise<RunningDemo> {
  const folder = await mkdtemp(join(tmpdir(), 'mysqlop-demo-'));
  const { PATH, HOME } = process.env;
  const child = spawn('npm', ['run', 'demo', '--silent', '--', ...args], {
    cwd: PROJECT,
    env: { PATH, HOME, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const { promise: ended, resolve } = Promise.withResolvers<number | null>();
  child.once('close', resolve);
  let printed = '';
  const watching = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      for (const look of watching) look();
    });
  }
  const interrupt = () => {
    const { pid, exitCode, signalCode } = child;
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGINT');
  };
  onTestFinished(async () => {
    interrupt();
    await ended;
    await rm(folder, { recursive: true, force: true });
  });
  return {
    ended,
    interrupt,
    printed: () => printed,
    untilPrinted: (text) =>
      new Promise((found) => {
        const look = () => {
          if (printed.includes(text)) found(printed);
        };
        watching.add(look);
        look();
      }),
    leftBehind: async () => [
      ...(await readdir(folder)).filter((name) => name !== NPMS_OWN),
      ...(await processesIn(folder)),
    ],
  };
}

/** The processes that were told to use this temporary folder; Linux only, empty elsewhere. */
async function processesIn(folder: string): Promise<readonly string[]> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found: string[] = [];
  for (const id of ids) {
    const environment = await readFile(`/proc/${id}/environ`, 'utf8').catch(() => '');
    if (environment.includes(`TMPDIR=${folder}`)) found.push(id);
  }
  return found;
}

/** Two processes each time, which may have to share the machine with much else. */
const TIMEOUT_MS = 120_000;

describe('npm run demo', { timeout: TIMEOUT_MS }, () => {
  test('says where the page is, serves it until Ctrl-C, and leaves nothing behind', async () => {
    const port = await freePort();
    const demo = await runDemo('--port', String(port));
    const line = await demo.untilPrinted('\n');
    const url = `http://127.0.0.1:${port}/`;
    expect(line).toBe(`A simulated Slack and Azure with the real bot: ${url} (Ctrl-C ends it)\n`);
    const page = await ask(url);
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('<script') });
    const script = /<script[^>]*src="\/?([^"]+)"/.exec(page.text)?.[1];
    expect(await ask(url, { path: `/${script}` })).toMatchObject({ status: 200 });
    for (const [, name] of page.text.matchAll(/rel="stylesheet" href="\/?([^"]+)"/g)) {
      expect(await ask(url, { path: `/${name}` })).toMatchObject({ status: 200 });
    }

    demo.interrupt();
    await demo.ended;
    expect(demo.printed()).toBe(line);
    expect(await demo.leftBehind()).toEqual([]);
    await expect(ask(url)).rejects.toThrow();
  });

  test('leaves nothing behind either where Ctrl-C comes while it starts', async () => {
    const demo = await runDemo('--port', String(await freePort()));
    // Redis has its folder, and nothing is ready yet.
    await expect
      .poll(() => demo.leftBehind(), { timeout: 10_000 })
      .toContainEqual(expect.stringMatching(/^mysqlop-redis-/));
    demo.interrupt();
    await demo.ended;
    expect(demo.printed()).toBe('');
    expect(await demo.leftBehind()).toEqual([]);
  });

  test('says in a line that a port can’t be had', async () => {
    const first = await runDemo('--port', String(await freePort()));
    const port = /:(\d+)\//.exec(await first.untilPrinted('\n'))?.[1] ?? '';
    const second = await runDemo('--port', port);
    expect(await second.ended).toBe(1);
    expect(second.printed()).toBe(
      `Port ${port} can't be had (somebody else uses it). Please name another.\n`,
    );
    expect(await second.leftBehind()).toEqual([]);
  });

  test('says how it is used', async () => {
    const demo = await runDemo('--scrypt');
    expect(await demo.ended).toBe(2);
    expect(demo.printed()).toBe('Usage: npm run demo [-- --script | -- --port <1 to 65535>]\n');
  });

  test('tells three operations to their end in the terminal with --script', async () => {
    const demo = await runDemo('--script');
    expect(await demo.ended).toBe(0);
    const [first, ...others] = demo.printed().trimEnd().split('\n');
    expect(first).toContain('Three operations');
    expect(others.at(-1)).toBe(
      'All three have ended: one succeeded backup, one succeeded import, one failure on call.',
    );
    // What people see of a message stands behind its bar, each line of it.
    expect(others.filter((line) => /^(ended|asked by)/.test(line))).toEqual([]);
    expect(await demo.leftBehind()).toEqual([]);
  }, 150_000);

  test('ends --script by Ctrl-C', async () => {
    const demo = await runDemo('--script');
    expect(await demo.untilPrinted('as nightly full backup')).toContain(
      'Three operations take their course',
    );
    demo.interrupt();
    await demo.ended;
    expect(await demo.leftBehind()).toEqual([]);
  });
});
