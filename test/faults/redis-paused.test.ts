import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inProgressBackup } from '../../src/sandbox/azure/in-progress-backup.ts';
import { untilReady } from '../../src/sandbox/product/until-ready.ts';
import { type SandboxRedis, startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import { cardsOf, untilCard } from '../e2e/cards.ts';
import { ALICE, DBA, startTestWorld, type TestWorld } from '../e2e/start-test-world.ts';

let redis: SandboxRedis;
let pid: number;
let world: TestWorld;
beforeEach(async () => {
  redis = await startPrivateRedis();
  pid = await processOf(redis.url);
  world = await startTestWorld('socket', { REDIS_URL: redis.url });
});
afterEach(async () => {
  process.kill(pid, 'SIGCONT');
  await world.stop();
  await redis.stop();
});

async function processOf(url: string): Promise<number> {
  const connection = new Redis(url);
  try {
    return Number(/^process_id:(\d+)/m.exec(await connection.info('server'))?.[1]);
  } finally {
    connection.disconnect();
  }
}

const body = (percent: number) =>
  inProgressBackup({ percent, doneBytes: 1, totalBytes: 9, startTime: Date.now() });
const told = () => world.slack.ephemerals(DBA, ALICE).map(({ text }) => text);

describe('while Redis is paused', () => {
  test('every command is refused in plain words within 3 s, and nothing of it is done later', async () => {
    const watched = world.azure.operation({ script: () => ({ kind: 'ok', body: body(40) }) });
    await world.ask(`watch ${watched.progressUrl}`);
    const card = await untilCard(world, DBA, watched, /40 %/);
    const wanted = world.azure.operation();

    process.kill(pid, 'SIGSTOP');
    const answers = await Promise.all(
      [`watch ${wanted.progressUrl}`, `stop ${watched.progressUrl}`, 'list'].map((text) =>
        world.slack.command({ channel: DBA, user: ALICE, text }),
      ),
    );
    for (const { response, ackedAfterMs } of answers) {
      expect(response?.['text']).toMatch(
        /nothing has been changed: my memory \(Redis\) is out of order\. Redis does not answer\./,
      );
      expect(ackedAfterMs).toBeLessThan(3000);
    }
    const before = told().length;
    await world.slack.press({ channel: DBA, ts: card.ts, actionId: 'stop', user: ALICE });
    await world.slack.until(() =>
      told()
        .slice(before)
        .some((text) => text.includes('Redis')),
    );
    process.kill(pid, 'SIGCONT');

    await untilReady(world.product, world.opsPort);
    watched.set({ kind: 'ok', body: body(45) });
    await untilCard(world, DBA, watched, /45 %/, 30_000);
    expect(await world.ask('list')).toContain('Being watched here: 1');
    expect(wanted.reads).toBe(0);
    expect(cardsOf(world, DBA, wanted)).toEqual([]);
    expect(cardsOf(world, DBA, watched)).toHaveLength(1);
    expect(world.slack.thread(DBA, card.ts)).toHaveLength(0);
  }, 60_000);
});
