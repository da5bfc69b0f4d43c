import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const LAUNCH = fileURLToPath(new URL('../../src/launch.js', import.meta.url));

test('an old Node ends with a code that says nothing of an operation', () => {
  const old = `Object.defineProperty(process.versions, 'node', { value: '20.11.0' })`;
  const preload = `data:text/javascript,${encodeURIComponent(old)}`;
  const { status, stderr } = spawnSync(process.execPath, ['--import', preload, LAUNCH, 'wait'], {
    encoding: 'utf8',
  });
  expect(status).toBe(64);
  expect(stderr).toBe('mysqlop needs Node 24 or newer and found 20.11.0.\n');
});
