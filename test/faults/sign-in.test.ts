import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SandboxRedis, startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import type { Reading } from '../../src/watch/reading.ts';
import { ONCALL, startBench } from './bench.ts';
import { seen } from './crash/one-life.ts';

let redis: SandboxRedis;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
afterAll(async () => {
  await redis.stop();
});

test('a sign-in that is taken again is told in the thread of its alert, and a new fault anew', async () => {
  const refused: Reading = {
    kind: 'failure',
    failure: 'unauthorized',
    explanation: 'The secret has run out.',
    trace: {},
  };
  let isRefused = true;
  const bench = await startBench({
    redisUrl: redis.url,
    story: () => (isRefused ? refused : seen('InProgress', 10)),
  });
  for (const name of ['op-2', 'op-3']) await bench.beginAnother(name);
  const workers = [bench.startProcess(), bench.startProcess()];
  const alerts = () => bench.slack.messages(ONCALL);
  const thread = (index: number) => bench.slack.thread(ONCALL, alerts()[index]?.ts ?? '');

  await bench.slack.until(() => alerts().length === 1);
  isRefused = false;
  await bench.slack.until(() => thread(0).length === 1, { timeoutMs: 15_000 });
  expect(thread(0)[0]?.text).toMatch(/^👌 Azure takes my sign-in again, after \d+ s\.$/);

  isRefused = true;
  await bench.slack.until(() => alerts().length === 2);
  expect(thread(1)).toEqual([]);
  expect(thread(0)).toHaveLength(1);
  await Promise.all(workers.map((worker) => worker.stop()));
  await bench.stop();
});
