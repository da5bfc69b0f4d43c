import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SandboxRedis, startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import type { Reading } from '../../src/watch/reading.ts';
import { ONCALL, startBench } from './bench.ts';
import { seen } from './crash/one-life.ts';
import { runWatchedProcess } from './crash/watched-process.ts';

let redis: SandboxRedis;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
afterAll(async () => {
  await redis.stop();
});

const REFUSED: Reading = {
  kind: 'failure',
  failure: 'unauthorized',
  explanation: 'The secret has run out.',
  trace: {},
};

test('a sign-in that is taken again is told in the thread of its alert, and a new fault anew', async () => {
  let isRefused = true;
  const bench = await startBench({
    redisUrl: redis.url,
    policy: { faultAfterMs: 20 },
    story: () => (isRefused ? REFUSED : seen('InProgress', 10)),
  });
  for (const name of ['op-2', 'op-3']) await bench.beginAnother(name);
  const workers = [bench.startProcess(), bench.startProcess()];
  const alerts = () => bench.slack.messages(ONCALL);
  const thread = (index: number) => bench.slack.thread(ONCALL, alerts()[index]?.ts ?? '');

  await bench.slack.until(() => alerts().length === 1, { timeoutMs: 15_000 });
  isRefused = false;
  await bench.slack.until(() => thread(0).length === 1, { timeoutMs: 15_000 });
  expect(thread(0)[0]?.text).toMatch(/^👌 Azure no longer refuses my sign-in/);

  isRefused = true;
  await bench.slack.until(() => alerts().length === 2);
  expect(thread(1)).toEqual([]);
  expect(thread(0)).toHaveLength(1);
  await Promise.all(workers.map((worker) => worker.stop()));
  await bench.stop();
});

test.each([
  ['before', 'raise-fault'],
  ['after', 'raise-fault'],
  ['before', 'settle-item'],
  ['after', 'settle-item'],
] as const)('a crash %s %s leaves a fault to be told, once', async (when, name) => {
  const bench = await startBench({
    redisUrl: redis.url,
    policy: { faultAfterMs: 0 },
    story: (reads) => (reads < 6 ? REFUSED : seen('Failed', 60)),
  });
  // On-call is told before the card is posted.
  const steps = await runWatchedProcess(bench, { when, name, time: 1 });
  expect(steps.at(-1)).toMatchObject({
    name,
    subject: { about: name === 'settle-item' ? 'the fault' : 'unauthorized' },
  });
  await bench.endLocks();
  const next = bench.startProcess();
  await bench.untilAllIsDone();
  await next.stop();
  expect(bench.slack.messages(ONCALL).map(({ text }) => text)).toEqual([
    expect.stringContaining("can't sign in to Azure"),
    expect.stringMatching(/^🚨 .*failed/),
  ]);
  await bench.stop();
});
