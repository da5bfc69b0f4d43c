import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RedisClient } from '../../src/redis/connection.ts';
import { FIELDS } from '../../src/redis/fields.ts';
import type { WatchId } from '../../src/watch/names.ts';
import type { OperationReference } from '../../src/watch/operation-reference.ts';
import { verdictOf } from '../../src/watch/watch-record.ts';
import { keys, openConnection, startTestRedis, type TestRedis } from '../redis/with-redis.ts';
import { type StallingProxy, startStallingProxy } from './stalling-proxy.ts';
import { ALICE, askingOn, CAROL, operation, type TestAsking, urlOf } from './start-asking.ts';

/** When people are told that nothing has been done, and a little. */
const PAST_THE_DEADLINE_MS = 1100;

let server: TestRedis;
let direct: TestAsking;
let port: number;
beforeAll(async () => {
  server = await startTestRedis();
  direct = askingOn(server.connection);
  port = server.redis.options.port ?? 0;
  // Redis knows the scripts from here on, as it does where people have asked before.
  for (const verb of Object.values(VERBS)) {
    const { id, reference } = await prepare();
    await verb.ask(direct, id, reference);
    expect(await verb.isDone(id, reference)).toBe(true);
  }
});
afterAll(async () => {
  await direct.close();
  await server.stop();
});

let operations = 0;

/** A watch of an operation of its own. */
async function prepare() {
  operations += 1;
  const reference = operation(operations);
  return { reference, id: await direct.begun(reference, CAROL) };
}

interface Verb {
  ask(world: TestAsking, id: WatchId, reference: OperationReference): Promise<{ kind: string }>;
  isDone(id: WatchId, reference: OperationReference): Promise<boolean>;
}

const VERBS: Readonly<Record<string, Verb>> = {
  watch: {
    ask: ({ asking }, _id, reference) => asking.watch(ALICE, { operation: urlOf(reference) }),
    isDone: async (id) => (await direct.record(id)).cards.length === 2,
  },
  stop: {
    ask: ({ asking }, id) => asking.stopWatch(CAROL, id),
    isDone: async (id) => verdictOf(await direct.record(id)) === 'stopped',
  },
  refresh: {
    ask: ({ asking }, id) => asking.refresh(CAROL, id),
    isDone: async (id) => (await server.redis.hexists(keys.watch(id), FIELDS.refresh)) === 1,
  },
  acknowledge: {
    ask: ({ asking }, id) =>
      asking.acknowledge(ALICE, {
        name: `alert/${id}`,
        seenAt: 0,
        verb: { kind: 'acknowledge' },
      }),
    isDone: async (id) => (await direct.acknowledgements.ofAlert(id)).acknowledged !== undefined,
  },
};

/** What somebody wishes over a connection that may stall. */
async function overProxy<Given>(
  use: 'commands' | 'jobs',
  verb: Verb,
  play: (stage: {
    readonly proxy: StallingProxy;
    readonly redis: RedisClient;
    readonly ask: () => Promise<{ kind: string }>;
    readonly isDone: () => Promise<boolean>;
  }) => Promise<Given>,
): Promise<void> {
  const proxy = await startStallingProxy(port);
  const connection = openConnection(proxy.url, use);
  const world = askingOn(connection);
  try {
    await world.queues.watches.waitUntilReady();
    await world.queues.posts.waitUntilReady();
    const { id, reference } = await prepare();
    await play({
      proxy,
      redis: connection.client,
      ask: () => verb.ask(world, id, reference),
      isDone: () => verb.isDone(id, reference),
    });
  } finally {
    proxy.release();
    await world.close();
    connection.close();
    await proxy.stop();
  }
}

describe.concurrent.each(Object.entries(VERBS))('%s, while Redis stalls', (_name, verb) => {
  test('from the start, is refused, and not done later', async () => {
    await overProxy('commands', verb, async ({ proxy, redis, ask, isDone }) => {
      proxy.stallOnce('at-all');
      await expect(ask()).rejects.toThrow('timed out');
      proxy.release();
      await redis.ping();
      expect(await isDone()).toBe(false);
      // Asking again does no harm, as people are told.
      await ask();
      expect(await isDone()).toBe(true);
    });
  });

  // It waits for its answer, so that the test need not hit the moment between deadline and timeout.
  test('until after the deadline, is refused, and not done', async () => {
    await overProxy('jobs', verb, async ({ proxy, ask, isDone }) => {
      proxy.stallOnce('at-the-step');
      const answer = ask();
      await vi.waitFor(() => expect(proxy.isHolding()).toBe(true));
      await delay(PAST_THE_DEADLINE_MS);
      proxy.release();
      expect(await answer).toMatchObject({ kind: 'no-answer' });
      expect(await isDone()).toBe(false);
    });
  });

  test('at the step itself, is uncertain, and not done later', async () => {
    await overProxy('commands', verb, async ({ proxy, redis, ask, isDone }) => {
      proxy.stallOnce('at-the-step');
      expect(await ask()).toMatchObject({ kind: 'uncertain' });
      proxy.release();
      await redis.ping();
      expect(await isDone()).toBe(false);
    });
  });

  test('with the answer, is uncertain, and done', async () => {
    await overProxy('commands', verb, async ({ proxy, ask, isDone }) => {
      proxy.stallOnce('with-the-answer');
      expect(await ask()).toMatchObject({ kind: 'uncertain' });
      expect(await isDone()).toBe(true);
    });
  });
});
