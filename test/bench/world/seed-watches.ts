import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { begin } from '../../../src/asking/begin.ts';
import { OperationProgress } from '../../../src/azure/operation-progress-schema.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { Queues } from '../../../src/queues/queues.ts';
import { createRedisAccess } from '../../../src/redis/access/redis-access.ts';
import { NO_DEADLINE } from '../../../src/redis/deadline.ts';
import { cardDelivery } from '../../../src/redis/delivery-store.ts';
import { OutboxStore } from '../../../src/redis/outbox-store.ts';
import { WatchStore } from '../../../src/redis/watch-store.ts';
import { destinationOf } from '../../../src/watch/item-names.ts';
import type { Reading } from '../../../src/watch/reading.ts';
import { channelNamed, userNamed } from '../../names.ts';
import { afterReading } from '../../watch/live.ts';
import { ALICE, type BenchWorld } from './bench-world.ts';
import type { FleetMember } from './fleet.ts';

export interface SeededWatch {
  readonly watchId: string;
  readonly operationId: string;
}

const AT_ONCE = 100;
const MS_EACH = 1.6;
const HEAD_START_MS = 2500;

/**
 * Puts watches into Redis as they stand when they have run for a while: begun, seen once, their card
 * posted, asleep until their next read, evenly over the interval. By the product's own code, but
 * without 10,000 commands and as many posts, which Slack's limits would stretch to half an hour.
 * Resolves shortly before the first read is due: time to start a worker.
 */
export async function seedWatches(
  world: BenchWorld,
  fleet: readonly FleetMember[],
): Promise<readonly SeededWatch[]> {
  const loaded = loadConfig(world.environment);
  if (loaded.kind === 'problems') throw new Error(JSON.stringify(loaded.problems));
  const { policy, historyMs, redis: settings } = loaded.config;
  const fail = (error: Error) => {
    throw error;
  };
  const onFault = (fault: { problem: string }) => fail(new Error(fault.problem));
  const connection = createRedisAccess(settings, { onFault }).open('jobs');
  const watches = new WatchStore(connection, historyMs);
  const outboxes = new OutboxStore(connection);
  const queues = new Queues(connection, fail);
  const firstDueAt = Date.now() + HEAD_START_MS + fleet.length * MS_EACH;

  async function seed(member: FleetMember, at: number): Promise<SeededWatch> {
    const dueAt = Math.round(firstDueAt + (at / fleet.length) * policy.pollMinMs);
    const seenAt = dueAt - policy.pollMinMs;
    const { operationId, subscriptionId, location, channel } = member;
    const reference = { operationId, subscriptionId, location };
    const begun = await begin(
      watches,
      reference,
      { channel: channelNamed(channel), askedBy: userNamed(ALICE) },
      seenAt,
      policy,
      NO_DEADLINE,
    );
    if (begun.kind !== 'begun') throw new Error(`${operationId} is watched already`);
    const { id } = begun.change.record;
    const snapshot = v.parse(OperationProgress, member.body());
    const reading: Reading = { kind: 'snapshot', snapshot, trace: {} };
    const seen = await watches.update(
      id,
      (record) => afterReading(record, reading, seenAt, policy),
      {
        deadline: NO_DEADLINE,
      },
    );
    for (const item of seen?.change.outbox ?? []) {
      const owed = await outboxes.head(destinationOf(item));
      if (!owed) throw new Error(`The outbox of ${id} lacks an item`);
      const posted =
        item.kind === 'card' && cardDelivery(item.cardKey, { ts: member.cardTs, shown: undefined });
      await outboxes.settle(owed, posted || {});
    }
    const sleep = { jobId: id, delay: Math.max(0, dueAt - Date.now()) };
    await queues.watches.add('poll', { watchId: id }, sleep);
    return { watchId: id, operationId };
  }

  const seeded: SeededWatch[] = [];
  for (let start = 0; start < fleet.length; start += AT_ONCE) {
    const some = fleet.slice(start, start + AT_ONCE);
    seeded.push(...(await Promise.all(some.map((member, at) => seed(member, start + at)))));
  }
  await queues.close();
  connection.close();
  await delay(Math.max(0, firstDueAt - HEAD_START_MS - Date.now()));
  return seeded;
}
