import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { startProduct } from '../../src/sandbox/product/product-process.ts';
import { untilReady } from '../../src/sandbox/product/until-ready.ts';
import { shownIn, untilCard, untilThread } from './cards.ts';
import { running } from './running.ts';
import { DBA, ONCALL, startTestWorld, type TestWorld } from './start-test-world.ts';

let world: TestWorld;
afterEach(async () => {
  await world.stop();
});

test('a subscription taken off the list is not read any more, and who asked is told why', async () => {
  world = await startTestWorld('socket', {
    ALERT_ON: 'failed,canceled,gone,abandoned,blind,stalled,overdue',
  });
  const operation = world.azure.operation({ script: () => running(42) });
  await world.ask(`watch ${operation.progressUrl}`);
  await untilCard(world, DBA, operation, /42 %/);
  await world.product.stop();

  const readBefore = world.azure.requests.length;
  const other = 'other=00000000-0000-0000-0000-000000000001';
  const again = startProduct({ ...world.environment, AZURE_SUBSCRIPTIONS: other }, 'node');
  try {
    await untilReady(again, world.opsPort);
    const card = await untilCard(world, DBA, operation, /^🔒 .*I may no longer read it/);
    expect(shownIn(card)).toContain('AZURE_SUBSCRIPTIONS');
    expect(shownIn(card)).not.toContain('Refresh');
    const thread = await untilThread(world, card, /^🔒/);
    expect(thread.at(-1)).toMatch(/last seen at 42 %.*AZURE_SUBSCRIPTIONS/);
    expect(thread.join()).not.toContain('failed');
    expect(world.slack.messages(ONCALL)).toEqual([]);
    expect(world.azure.requests).toHaveLength(readBefore);
    expect(await world.ask('list')).toContain('Nothing is being watched');
  } finally {
    await again.stop();
  }
});

test('a record altered by hand leads to no other path, and its watch ends', async () => {
  world = await startTestWorld('socket');
  const operation = world.azure.operation({ script: () => running(42) });
  await world.ask(`watch ${operation.progressUrl}`);
  await untilCard(world, DBA, operation, /42 %/);
  await world.product.stop();

  const redis = new Redis(world.redis.url);
  const [key = ''] = await redis.keys('*:watch:*');
  const record = JSON.parse((await redis.hget(key, 'record')) ?? '');
  record.reference.location = '..';
  await redis.hset(key, 'record', JSON.stringify(record));
  redis.disconnect();

  const readBefore = world.azure.requests.length;
  const again = startProduct(world.environment, 'node');
  try {
    const card = await untilCard(world, DBA, operation, /^🔒 /);
    expect(shownIn(card)).toContain('no longer names an operation');
    expect(world.azure.requests).toHaveLength(readBefore);
  } finally {
    await again.stop();
  }
});
