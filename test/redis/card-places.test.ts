import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { placeOfCard, placeOfWatch } from '../../src/redis/card-places.ts';
import { DeliveryStore } from '../../src/redis/delivery-store.ts';
import { cardFields } from '../../src/redis/fields.ts';
import { loseCard } from '../../src/watch/lose-card.ts';
import { cardKey } from '../../src/watch/names.ts';
import { stopCard } from '../../src/watch/stop-card.ts';
import type { WatchRecord } from '../../src/watch/watch-record.ts';
import { userNamed } from '../names.ts';
import {
  begunInTwoChannels,
  DBA,
  play,
  SHOP,
  START,
  snapshotReading,
} from '../watch/build-record.ts';
import { keys, startTestRedis, type TestRedis } from './with-redis.ts';

const BOTH = play(begunInTwoChannels(), [[0, snapshotReading()]]).record;

let server: TestRedis;
let deliveries: DeliveryStore;
beforeAll(async () => {
  server = await startTestRedis();
  deliveries = new DeliveryStore(server.connection);
});
beforeEach(async () => {
  await server.redis.flushdb();
});
afterAll(async () => {
  await server.stop();
});

async function post({ channel }: typeof DBA, ts: string): Promise<void> {
  await server.redis.hset(keys.watch(BOTH.id), cardFields(cardKey(channel, 1)).ts, ts);
}

/** Somebody deletes it in Slack. */
function lost(record: WatchRecord, { channel }: typeof DBA): WatchRecord {
  const change = loseCard(record, cardKey(channel, 1));
  if (!change) throw new Error(`No card stands in ${channel}`);
  return change.record;
}

function stopped(record: WatchRecord, { channel }: typeof DBA): WatchRecord {
  return stopCard(record, channel, userNamed('U0CAROL'), START)?.record ?? record;
}

describe('a card’s place', () => {
  const placeIn = async ({ id, cards: [card] }: WatchRecord) =>
    card && (await placeOfCard(deliveries, id, card));

  test('is known once it is posted', async () => {
    expect(await placeIn(BOTH)).toBeUndefined();
    await post(DBA, '1.1');
    expect(await placeIn(BOTH)).toEqual({ channel: DBA.channel, ts: '1.1' });
  });

  test('is nowhere once somebody has deleted it, stopped or not', async () => {
    await post(DBA, '1.1');
    expect(await placeIn(lost(BOTH, DBA))).toBeUndefined();
    expect(await placeIn(stopped(lost(BOTH, DBA), DBA))).toBeUndefined();
    expect(await placeIn(lost(stopped(BOTH, DBA), DBA))).toBeUndefined();
  });
});

describe('a watch’s place', () => {
  test('is that of the first card that stands', async () => {
    expect(await placeOfWatch(deliveries, BOTH)).toBeUndefined();
    await post(SHOP, '2.2');
    expect(await placeOfWatch(deliveries, BOTH)).toEqual({ channel: SHOP.channel, ts: '2.2' });
    await post(DBA, '1.1');
    expect(await placeOfWatch(deliveries, BOTH)).toEqual({ channel: DBA.channel, ts: '1.1' });
    const left = await placeOfWatch(deliveries, lost(BOTH, DBA));
    expect(left).toEqual({ channel: SHOP.channel, ts: '2.2' });
  });

  test('is that of a card that was stopped only where no other stands', async () => {
    await post(DBA, '1.1');
    await post(SHOP, '2.2');
    const record = stopped(BOTH, DBA);
    expect(await placeOfWatch(deliveries, record)).toEqual({ channel: SHOP.channel, ts: '2.2' });
    const left = await placeOfWatch(deliveries, lost(record, SHOP));
    expect(left).toEqual({ channel: DBA.channel, ts: '1.1' });
  });
});
