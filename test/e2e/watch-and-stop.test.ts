import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cardsOf, untilCard, untilThread } from './cards.ts';
import { running } from './running.ts';
import { DBA, startTestWorld, type TestWorld } from './start-test-world.ts';

const RANDOM = 'C0RANDOM';
/** Slack takes about one post a second in a channel, and each round makes three. */
const ROUNDS = 4;

let world: TestWorld;
beforeEach(async () => {
  world = await startTestWorld('socket');
});
afterEach(async () => {
  await world.stop();
});

test('who stops and asks again and again has each card told, and the record stays small', async () => {
  const operation = world.azure.operation({ script: () => running(42) });
  await world.ask(`watch ${operation.progressUrl}`, { channel: RANDOM });
  await untilCard(world, RANDOM, operation, /42 %/);
  for (let round = 0; round < ROUNDS; round++) {
    expect(await world.ask(`watch ${operation.progressUrl}`)).toMatch(/Watching|watching/);
    expect(await world.ask(`stop ${operation.progressUrl}`)).toMatch(/^⏹️/);
  }
  await expect
    .poll(() => cardsOf(world, DBA, operation).filter(({ text }) => /^⏹️/.test(text)).length, {
      timeout: 40_000,
    })
    .toBe(ROUNDS);
  for (const card of cardsOf(world, DBA, operation)) {
    await untilThread(world, card, /stopped watching here/);
  }

  await world.ask(`watch ${operation.progressUrl}`);
  await world.slack.until(() => cardsOf(world, DBA, operation).length === ROUNDS + 1);
  const redis = new Redis(world.redis.url);
  const [key = ''] = await redis.keys('*:watch:*');
  const fields = await redis.hgetall(key);
  redis.disconnect();
  expect(JSON.parse(fields['record'] ?? '').cards).toMatchObject([
    { channel: RANDOM, state: 'standing' },
    { key: `${DBA}-${ROUNDS + 1}`, channel: DBA, state: 'standing' },
  ]);
  expect(JSON.stringify(fields).length).toBeLessThan(4000);
}, 90_000);
