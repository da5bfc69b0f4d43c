import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NO_DEADLINE } from '../../../src/redis/deadline.ts';
import { type SandboxRedis, startPrivateRedis } from '../../../src/sandbox/redis/private-redis.ts';
import type { Message } from '../../../src/slack/messages/message.ts';
import { composeDigest } from '../../../src/telling/digests/compose-digest.ts';
import { type DigestMessage, destinations, type WatchId } from '../../../src/watch/names.ts';
import { DBA } from '../../faults/bench.ts';
import { type Courier, startCourier } from '../../faults/courier.ts';
import { seen } from '../../faults/crash/one-life.ts';
import { cardNamed, digestNamed } from '../../names.ts';
import { takenBy } from '../../redis/taken-by.ts';
import { keys } from '../../redis/with-redis.ts';
import { afterReading } from '../../watch/live.ts';

let redis: SandboxRedis;
let courier: Courier;
/** The watches on the digest, in its order. */
let watches: readonly [WatchId, WatchId];
let digest: DigestMessage | undefined;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
beforeEach(async () => {
  courier = await startCourier({ redisUrl: redis.url, readings: [seen('Failed', 0)] });
  await courier.next(courier.alert);
  const [second, third] = [await fail('op-2'), await fail('op-3')];
  watches = [second, third];
  digest = await courier.parts.digests.digestOf(second);
});
afterEach(async () => {
  await courier.stop();
});
afterAll(async () => {
  await redis.stop();
});

async function fail(operationId: string): Promise<WatchId> {
  const watch = await courier.beginAnother(operationId);
  await courier.watches.update(
    watch,
    (record) => afterReading(record, seen('Failed', 0), Date.now(), courier.parts.policy),
    { deadline: NO_DEADLINE },
  );
  expect(await courier.next(destinations.alert(watch))).toBeUndefined();
  return watch;
}

async function compose(): Promise<Message | undefined> {
  if (!digest) throw new Error('There is no digest');
  return await composeDigest(digest, courier.parts);
}

const shown = async () => JSON.stringify((await compose())?.blocks);

describe('a burst’s digest', () => {
  test('tells the rest where an entry can’t be read, and that there is one more', async () => {
    if (!digest) throw new Error('There is no digest');
    const key = keys.digest('failures', digest.digest);
    await courier.redis.hset(key, { 'entry:1': 'x', size: 'x', acknowledged: '{}', mentions: '' });
    expect((await compose())?.text).toMatch(/^<!here> 🚨 2 more operations need a look: /);
    expect(await shown()).toContain('op-3');
    expect(await shown()).toContain('Of 1 operation I can’t read any more which it is');
    expect(await shown()).toContain('Acknowledge');
    const aside = await courier.redis.lrange(keys.aside, 0, '-1');
    expect(aside.map((entry) => JSON.parse(entry).where).sort()).toEqual([
      `digest:failures:${digest.digest} acknowledged`,
      `digest:failures:${digest.digest} entry:1`,
    ]);
  });

  test('names each of its operations, and nobody else’s', async () => {
    expect((await compose())?.text).toMatch(/^🚨 2 more operations have failed: /);
    expect(await shown()).toContain('op-2');
    expect(await shown()).toContain('op-3');
    expect(await shown()).not.toContain('op-1');
  });

  test('links to those cards that stand', async () => {
    expect(await shown()).not.toContain('archives');
    await courier.drain(destinations.card(watches[1], cardNamed(`${DBA}-1`)));
    const ts = courier.slack.messages(DBA).at(-1)?.ts.replace('.', '');
    expect((await shown()).split(`archives/${DBA}/p${ts}`)).toHaveLength(2);
  });

  test('still names an operation that is no longer kept', async () => {
    await courier.redis.del(keys.watch(watches[0]));
    expect(await shown()).toContain('op-2');
    expect(await shown()).toContain('I no longer keep what became of it');
  });

  test('says who looks after it, in place of the button', async () => {
    expect(await shown()).toContain('"acknowledge"');
    await courier.redis.hset(
      keys.digest('failures', digest?.digest ?? digestNamed('')),
      'alert:ts',
      '1.2',
    );
    await courier.parts.acknowledgements.acknowledge(
      `digest/failures/${digest?.digest}`,
      takenBy('U0BOB'),
      NO_DEADLINE,
    );
    expect(await shown()).toContain('Acknowledged by <@U0BOB>');
    expect(await shown()).not.toContain('"acknowledge"');
  });

  test('is nothing where it is no longer kept', async () => {
    await courier.redis.del(...(await courier.redis.keys('{mysqlop}:digest:*')));
    expect(await compose()).toBeUndefined();
  });
});
