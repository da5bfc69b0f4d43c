import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NO_DEADLINE } from '../../src/redis/deadline.ts';
import { DefaultsStore } from '../../src/redis/defaults-store.ts';
import { NothingStored } from '../../src/redis/store-safely.ts';
import { WatchStore } from '../../src/redis/watch-store.ts';
import { channelNamed, userNamed } from '../names.ts';
import { keys, startTestRedis, type TestRedis } from './with-redis.ts';

const DBA = channelNamed('C0DBA');
const SHOP = channelNamed('C0SHOP');
const BY_ALICE = { changedBy: userNamed('U0ALICE'), changedAt: 1 };

let server: TestRedis;
let defaults: DefaultsStore;
beforeAll(async () => {
  server = await startTestRedis();
});
beforeEach(async () => {
  await server.redis.flushdb();
  defaults = new DefaultsStore(server.connection);
});
afterAll(async () => {
  await server.stop();
});

describe('the defaults of a channel', () => {
  test('are its own, and are forgotten without a trace', async () => {
    await defaults.change(DBA, () => ({ location: 'eastus', ...BY_ALICE }), NO_DEADLINE);
    expect(await defaults.of(DBA)).toEqual({ location: 'eastus', ...BY_ALICE });
    expect(await defaults.of(SHOP)).toBeUndefined();
    await defaults.change(DBA, () => undefined, NO_DEADLINE);
    expect(await defaults.of(DBA)).toBeUndefined();
    expect(await server.redis.exists(keys.defaults)).toBe(0);
  });

  test('keep what each of many sets who set something at once', async () => {
    const others = [
      { location: 'eastus' },
      { subscription: 's-1' },
      { isQuiet: true },
      { changedAt: 7 },
    ];
    await Promise.all(
      others.map((each) =>
        defaults.change(DBA, (before) => ({ ...BY_ALICE, ...before, ...each }), NO_DEADLINE),
      ),
    );
    expect(await defaults.of(DBA)).toEqual({
      location: 'eastus',
      subscription: 's-1',
      isQuiet: true,
      changedBy: 'U0ALICE',
      changedAt: 7,
    });
  });

  test('stay as they are once nobody waits for it any more', async () => {
    const deadline = await new WatchStore(server.connection, 1).deadline(-1);
    const late = defaults.change(DBA, () => BY_ALICE, deadline);
    await expect(late).rejects.toThrow(NothingStored);
    expect(await defaults.of(DBA)).toBeUndefined();
  });

  test.each(['{', '[]', '{"location":7}'])('that nobody can read are none: %s', async (stored) => {
    await server.redis.hset(keys.defaults, DBA, stored);
    expect(await defaults.of(DBA)).toBeUndefined();
    await defaults.change(DBA, (before) => before ?? BY_ALICE, NO_DEADLINE);
    expect(await defaults.of(DBA)).toEqual(BY_ALICE);
  });
});
