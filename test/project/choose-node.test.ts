import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { NODE_24, testWithNode24 } from './node-24.ts';
import { packageJson } from './package-json.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const CHOOSE = join(PROJECT, 'src/choose-node.js');

/** Tells all about itself, and then waits for SIGTERM where it is told to. */
const PROGRAM = `
  import { spawnSync } from 'node:child_process';
  const { argv, env, execArgv, pid, version } = process;
  const inPath = String(spawnSync('node', ['--version']).stdout).trim();
  const args = argv.slice(2);
  if (args.includes('wait')) {
    setInterval(() => undefined, 1000);
    process.on('SIGTERM', () => process.exit(7));
  } else process.exitCode = 6;
  console.log(JSON.stringify({ chosen: env.CHOSEN ?? 'ours', args, execArgv, pid, version, inPath }));
`;

/** As Windows would have it, where no process can become another. */
const LIKE_WINDOWS = asImport('Object.defineProperty(process, "platform", { value: "win32" })');

function asImport(code: string): readonly string[] {
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
}

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mysqlop-choose-node-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A Node that says it is of some version; it is the one that we run on, and `theirs`. */
function nodeThatSays(version: string): string {
  const file = join(emptyFolder(), 'node');
  const script = `
    if [ "$1" = --version ]; then echo ${version}; exit; fi
    CHOSEN=theirs exec '${process.execPath}' "$@"
  `;
  writeFileSync(file, `#!/bin/sh\n${script}`, { mode: 0o755 });
  return file;
}

interface Run {
  readonly npms?: string | undefined;
  readonly options?: readonly string[];
  readonly args?: readonly string[];
}

/** Runs the program as an npm script does, while npm itself runs on another Node. */
function runProgram({ npms, options = [], args = [] }: Run) {
  const program = join(emptyFolder(), 'program.mjs');
  writeFileSync(program, PROGRAM);
  return start(process.execPath, [...options, '--import', CHOOSE, program, ...args], {
    cwd: PROJECT,
    env: { PATH: process.env['PATH'], npm_node_execpath: npms },
  });
}

function start(command: string, args: readonly string[], where: { cwd: string; env: object }) {
  const child = spawn(command, args, {
    cwd: where.cwd,
    env: { ...where.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const kill = (signal: NodeJS.Signals) => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, signal);
    }
  };
  onTestFinished(() => kill('SIGKILL'));
  const told = Promise.withResolvers<Record<string, unknown>>();
  const ended = Promise.withResolvers<{ code: number | null; errors: string }>();
  let printed = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    if (printed.endsWith('\n')) told.resolve(JSON.parse(printed));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  child.once('error', ended.reject).once('close', (code) => ended.resolve({ code, errors }));
  return { pid: child.pid, kill, told: told.promise, ended: ended.promise };
}

describe('choose-node.js', () => {
  test('hands over to the newer Node of npm, which goes on as the same process', async () => {
    const options = ['--max-semi-space-size=16'];
    const args = ['one', 'and two'];
    const run = runProgram({ npms: nodeThatSays('v99.0.0'), options, args });

    expect(await run.told).toMatchObject({
      chosen: 'theirs',
      pid: run.pid,
      args,
      execArgv: [...options, '--import', CHOOSE],
    });
    expect(await run.ended).toEqual({ code: 6, errors: '' });
  });

  test('lets signals reach it', async () => {
    const run = runProgram({ npms: nodeThatSays('v99.0.0'), args: ['wait'] });
    await run.told;
    run.kill('SIGTERM');

    expect(await run.ended).toMatchObject({ code: 7 });
  });

  test('starts it as a process of its own on Windows, and ends as it does', async () => {
    const args = ['one', 'and two'];
    const run = runProgram({ npms: nodeThatSays('v99.0.0'), options: LIKE_WINDOWS, args });

    expect(await run.told).toMatchObject({ chosen: 'theirs', args });
    expect((await run.told)['pid']).not.toBe(run.pid);
    expect(await run.ended).toEqual({ code: 6, errors: '' });
  });

  test.each([
    { what: 'is older', npms: () => nodeThatSays('v9.9.9') },
    { what: 'is as old', npms: () => nodeThatSays(process.version) },
    { what: 'is no Node', npms: () => nodeThatSays('99.0.0 of something else') },
    { what: 'is not there', npms: () => '/nowhere/node' },
    { what: 'is not known', npms: () => undefined },
  ])('goes on as it is where the one of npm $what', async ({ npms }) => {
    const run = runProgram({ npms: npms() });

    expect(await run.told).toMatchObject({ chosen: 'ours' });
    expect(await run.ended).toEqual({ code: 6, errors: '' });
  });

  test('refuses a Node that is older than package.json asks for', async () => {
    const oldest = Number(packageJson().engines.node.replace('>=', ''));
    const ofVersion = (version: string) =>
      asImport(
        `const versions = { ...process.versions, node: "${version}" };
        Object.defineProperty(process, "versions", { value: versions })`,
      );

    const { ended: refused } = runProgram({ options: ofVersion(`${oldest - 1}.11.1`) });
    expect(await refused).toEqual({
      code: 1,
      errors: expect.stringMatching(
        `^mysqlop needs Node ${oldest} or newer and found ${oldest - 1}.11.1. .*\n$`,
      ),
    });
    const { ended: taken } = runProgram({ options: ofVersion(`${oldest}.0.0`) });
    expect(await taken).toEqual({ code: 6, errors: '' });
  });
});

describe('npm start', () => {
  testWithNode24.each([
    { which: 'that npm runs on', npms: process.execPath, brought: NODE_24 },
    { which: 'that it brought', npms: NODE_24, brought: process.execPath },
  ])('takes the newer Node where it is the one $which', async ({ npms, brought }) => {
    const project = projectWith(brought);
    const path = join(emptyFolder(), 'bin');
    mkdirSync(path);
    symlinkSync(npms, join(path, 'node'));
    const run = start('npm', ['start', '--silent', '--', 'wait'], {
      cwd: project,
      env: { PATH: [path, process.env['PATH']].join(delimiter), HOME: project },
    });

    expect(await run.told).toMatchObject({ version: process.version, inPath: process.version });
    run.kill('SIGTERM');
    await run.ended;
  });

  /** What npm needs to know of this project, with a Node that "npm ci" is said to have brought. */
  function projectWith(node: string): string {
    const project = emptyFolder();
    const bin = join(project, 'node_modules/.bin');
    mkdirSync(join(project, 'src'));
    mkdirSync(bin, { recursive: true });
    symlinkSync(node, join(bin, 'node'));
    copyFileSync(join(PROJECT, 'package.json'), join(project, 'package.json'));
    copyFileSync(CHOOSE, join(project, 'src', 'choose-node.js'));
    writeFileSync(join(project, 'src/main.ts'), PROGRAM);
    return project;
  }
});
