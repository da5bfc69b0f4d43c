import { setTimeout as delay } from 'node:timers/promises';
import { createIORedisClient, type IRedisClient } from 'bullmq';
import type { ServerFacts } from '../redis/access/facts.ts';
import type { OpenConnection } from '../redis/access/redis-access.ts';
import { isReply } from '../redis/access/redis-fault.ts';

/** Of a worker: what it would do again at once, or never. */
export interface Patience {
  /** For so long a script that Redis refuses is asked for again, once a second. */
  readonly forMs: number;
  /** Ends it. */
  readonly signal: AbortSignal;
}

const ASK_AGAIN_MS = 1000;

/**
 * A connection as BullMQ takes it. What BullMQ would ask the server about itself it gets from what the
 * connection knows: a server that forbids INFO sends its workers into a loop without a pause, and a question
 * that fails in the wrong moment leaves a queue dead for good.
 */
export function bullmqClient(connection: OpenConnection, patience?: Patience): IRedisClient {
  const own = createIORedisClient(connection.client);
  return withAnswers(own, {
    runCommand: (name, args) => patiently(() => own.runCommand(name, args), patience),
    info: async () => infoText(await connection.facts),
    duplicate: ({ connectionName = 'mysqlop' }: { readonly connectionName?: string } = {}) => {
      const blocking = connection.openBlocking(connectionName);
      const client = createIORedisClient(blocking.client);
      const { bzpopmin } = client;
      return withAnswers(client, {
        info: async () => infoText(await connection.facts),
        bzpopmin: async (key: string, timeout: number) => {
          const calledAt = performance.now();
          const isInOrder = await blocking.proveIfDue();
          // BullMQ gives the connection up a second after the time that it has asked for.
          const left = Math.min(LONGEST_WAIT, timeout - (performance.now() - calledAt) / 1000);
          // What is not in order is to be tried again soon, and can't be tried while it blocks.
          const wait = Math.max(SHORTEST_WAIT, isInOrder ? left : Math.min(left, 1));
          return await bzpopmin(key, wait).catch(noneWhereCutOff);
        },
      });
    },
  });
}

/**
 * Where a script is refused, a worker asks for its next job again without a pause; and of a job that it can't hand in
 * it keeps the lock, so that nobody takes it up until that has run out.
 */
async function patiently<Answer>(
  ask: () => Promise<Answer>,
  patience: Patience | undefined,
): Promise<Answer> {
  const startedAt = performance.now();
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!patience || !isReply(error)) throw error;
      const { forMs, signal } = patience;
      await delay(ASK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted || performance.now() - startedAt > forMs) throw error;
    }
  }
}

/** The connection is being made again by itself. To BullMQ an error is a reason to do nothing for 5 s. */
function noneWhereCutOff(error: unknown): null {
  if (error instanceof Error && error.name === 'MaxRetriesPerRequestError') return null;
  throw error;
}

/** In seconds, as `bzpopmin` takes them; 0 is for ever. */
const SHORTEST_WAIT = 0.01;
/** While it waits, nobody can tell whether the other end is still there. */
const LONGEST_WAIT = 5;

/** In the form of INFO, as much as BullMQ looks at. */
function infoText({ version, product }: ServerFacts): string {
  if (version === undefined) return '';
  return product === 'valkey' ? `valkey_version:${version}` : `redis_version:${version}`;
}

/** A client of which some methods are ours. BullMQ puts others in their place where it speaks to a cluster. */
function withAnswers(client: IRedisClient, answers: Partial<IRedisClient>): IRedisClient {
  const isOurs = (name: PropertyKey) => Object.hasOwn(answers, name);
  return new Proxy(client, {
    get: (target, name) => Reflect.get(isOurs(name) ? answers : target, name),
    set: (target, name, value) => Reflect.set(isOurs(name) ? answers : target, name, value),
  });
}
