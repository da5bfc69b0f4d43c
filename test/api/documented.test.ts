import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { running } from '../e2e/running.ts';
import { projectFile } from '../project/project-files.ts';
import { NIGHTLY, startApiWorld } from './start-api-world.ts';

const [newToken = '', ask = ''] = Array.from(
  projectFile('docs/api.md').matchAll(/^```sh\n(.*?)^```$/gms),
  ([, text = '']) => text,
);

async function shell(text: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { PATH = '' } = process.env;
  // A package of its own on some machines.
  const uuidgen = 'uuidgen() { cat /proc/sys/kernel/random/uuid; }';
  const run = promisify(execFile);
  const { stdout } = await run('bash', ['-e', '-c', `${uuidgen}\n${text}`], {
    env: { PATH, ...env },
  });
  return stdout;
}

test('the commands of docs/api.md make a token, and have an operation watched', async () => {
  const printed = await shell(`${newToken}
echo "$TOKEN"`);
  const [, hash, token = ''] = /^API_TOKENS=nightly-import=(\w+)\n(\w+)\n$/.exec(printed) ?? [];
  expect(createHash('sha256').update(token).digest('hex')).toBe(hash);

  const channel = 'C0123456789';
  const world = await startApiWorld(
    {},
    { channels: [{ id: channel, name: 'dba', isMember: true }] },
  );
  try {
    const operation = world.azure.operation({ script: () => running(42) });
    const answer = JSON.parse(
      await shell(ask, {
        MYSQLOP_API: world.apiUrl,
        MYSQLOP_TOKEN: NIGHTLY,
        OPERATION_URL: operation.asyncOperationUrl,
      }),
    );
    const [example = '{}'] =
      /(?<=^```json\n)\{\n {2}"id".*?(?=^```$)/ms.exec(projectFile('docs/api.md')) ?? [];
    expect(Object.keys(answer)).toEqual(Object.keys(JSON.parse(example)));
    expect(answer).toMatchObject({
      state: 'running',
      percent: 42,
      label: 'nightly import',
      channel,
    });
  } finally {
    await world.stop();
  }
}, 60_000);
