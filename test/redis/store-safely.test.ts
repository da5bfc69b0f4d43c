import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AcknowledgementStore } from '../../src/redis/acknowledgement-store.ts';
import { type Deadline, deadlineWithin, NO_DEADLINE } from '../../src/redis/deadline.ts';
import { FIELDS } from '../../src/redis/fields.ts';
import { NothingStored, StoreUncertain, storeSafely } from '../../src/redis/store-safely.ts';
import { type CommitOptions, WatchStore } from '../../src/redis/watch-store.ts';
import { digestNamed, reminderNamed, watchNamed } from '../names.ts';
import { takenBy } from './taken-by.ts';
import { keys, openConnection, startTestRedis, type TestRedis } from './with-redis.ts';

let server: TestRedis;
beforeAll(async () => {
  server = await startTestRedis();
});
beforeEach(async () => {
  await server.redis.flushdb();
});
afterAll(async () => {
  await server.stop();
});

describe('a step with a deadline', () => {
  const ID = watchNamed('w-1');
  const owner = keys.watch(ID);
  const keep = async () => await server.redis.hset(owner, 'version', '1');
  const fields = async () => Object.keys(await server.redis.hgetall(owner));
  const STEPS: Readonly<Record<string, (deadline: Deadline) => Promise<unknown>>> = {
    askRefresh: (deadline) => new WatchStore(server.connection, 1).askRefresh(ID, deadline),
    acknowledge: (deadline) =>
      new AcknowledgementStore(server.connection).acknowledge(
        `alert/${ID}`,
        takenBy('U1'),
        deadline,
      ),
  };

  test.each(Object.entries(STEPS))('does nothing after it: %s', async (_name, step) => {
    await keep();
    await expect(step(await deadlineWithin(server.connection, -1))).rejects.toThrow(NothingStored);
    expect(await fields()).toEqual(['version']);
    await step(await deadlineWithin(server.connection, 60_000));
    expect(await fields()).toHaveLength(2);
  });

  test.each(Object.entries(STEPS))(
    'is done whenever it comes without one: %s',
    async (_name, step) => {
      await keep();
      await step(NO_DEADLINE);
      expect(await fields()).toHaveLength(2);
    },
  );

  test('of a reminder is not called undone where a part of it has been done', async () => {
    const other = watchNamed('w-2');
    for (const id of [ID, other]) await server.redis.hset(keys.watch(id), 'version', '1');
    const calls = [ID, other].map((id) => ({ message: `alert/${id}`, at: 1, made: 0 }));
    const about = JSON.stringify({ at: 1, escalates: false, calls });
    await server.redis.hset(keys.reminder(reminderNamed('7')), FIELDS.about, about);
    let asked = 0;
    const client = new Proxy(server.connection.client, {
      get: (target, name) => {
        if (name === 'status') return asked++ === 0 ? 'ready' : 'end';
        if (name === 'options') return { ...target.options, enableOfflineQueue: false };
        const value = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const store = new AcknowledgementStore({ ...server.connection, client });
    await expect(store.acknowledge('reminder/7', takenBy('U1'), NO_DEADLINE)).rejects.toThrow(
      StoreUncertain,
    );
    expect(await server.redis.hexists(owner, FIELDS.acknowledged)).toBe(1);
    expect(await server.redis.hexists(keys.watch(other), FIELDS.acknowledged)).toBe(0);
  });

  test('of a burst does nothing after it', async () => {
    const digest = keys.digest('failures', digestNamed('7'));
    await server.redis.hset(digest, FIELDS.alertTs, '1.1');
    const late = new AcknowledgementStore(server.connection).acknowledge(
      'digest/failures/7',
      takenBy('U1'),
      await deadlineWithin(server.connection, -1),
    );
    await expect(late).rejects.toThrow(NothingStored);
    expect(await server.redis.hgetall(digest)).toEqual({ [FIELDS.alertTs]: '1.1' });
  });

  test('does not compile without it', () => {
    const store = (watches: WatchStore, acknowledgements: AcknowledgementStore) => [
      // @ts-expect-error a wish has a deadline
      watches.askRefresh(ID),
      // @ts-expect-error and so has an acknowledgement
      acknowledgements.acknowledge('', { by: 'U1', at: 1 }),
      // @ts-expect-error which nobody makes up
      watches.askRefresh(ID, Date.now() + 1000),
    ];
    // @ts-expect-error a decision has one, too
    const options: CommitOptions = { isTouched: true };
    expect([store, options]).toHaveLength(2);
  });
});

describe('without a connection', () => {
  let redis: Redis | undefined;
  afterEach(() => {
    redis?.disconnect();
  });

  test('nothing is sent, and so nothing is uncertain, where people wait', async () => {
    redis = openConnection(server.url, 'commands').client as Redis;
    await expect.poll(() => redis?.status).toBe('ready');
    redis.disconnect();
    await expect.poll(() => redis?.status).toBe('end');
    let isSent = false;
    const stored = storeSafely(redis, async () => {
      isSent = true;
      return ['done'];
    });
    await expect(stored).rejects.toThrow(NothingStored);
    expect(isSent).toBe(false);
  });

  test('it is sent as soon as there is one, where nobody waits', async () => {
    redis = openConnection(server.url).client as Redis;
    expect(redis.status).not.toBe('ready');
    const client = redis;
    expect(await storeSafely(client, async () => [await client.set('some', 'x')])).toBe('OK');
  });

  test('what breaks off while it is on its way is uncertain', async () => {
    redis = openConnection(server.url, 'commands').client as Redis;
    await expect.poll(() => redis?.status).toBe('ready');
    const client = redis;
    const stored = storeSafely(client, async () => {
      const sent = client.set('some', 'x');
      client.stream.destroy();
      return [await sent];
    });
    await expect(stored).rejects.toThrow(StoreUncertain);
  });
});
