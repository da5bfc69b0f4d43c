import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { projectFile } from './project-files.ts';

const STARTS = ['src/app/serve.ts', 'package.json', 'Dockerfile'];
const FLAG = /(--[a-z-]*(?:heap|space)[a-z-]*)=\d+/g;

// V8 says nothing of a flag that it no longer knows when it is set from inside, and its names are no promise.
test('V8 knows the flags with which the bot is started', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--v8-options']);
  const known = new Set(Array.from(stdout.matchAll(/^\s+(--[a-z-]+) \(/gm), ([, flag]) => flag));
  const flags = STARTS.flatMap((file) =>
    Array.from(projectFile(file).matchAll(FLAG), ([, flag]) => flag),
  );
  expect(flags).toEqual([
    '--heap-growing-percent',
    '--max-semi-space-size',
    '--max-semi-space-size',
  ]);
  expect(flags.filter((flag) => !known.has(flag))).toEqual([]);
});
