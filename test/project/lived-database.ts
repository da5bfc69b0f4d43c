import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { AuditStore } from '../../src/redis/audit-store.ts';
import { NO_DEADLINE } from '../../src/redis/deadline.ts';
import { DefaultsStore } from '../../src/redis/defaults-store.ts';
import { HomeStore } from '../../src/redis/home-store.ts';
import { IdempotencyStore } from '../../src/redis/idempotency-store.ts';
import { PostBudget } from '../../src/redis/post-budget.ts';
import { ReadBudget } from '../../src/redis/read-budget.ts';
import { RequestStore } from '../../src/redis/request-store.ts';
import { startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import { createRedraw } from '../../src/telling/editing/redraw.ts';
import { createRemindDue } from '../../src/telling/paging/remind-due.ts';
import { createTellCare } from '../../src/telling/paging/tell-care.ts';
import {
  type BurstKind,
  type Destination,
  destinations,
  faultNames,
  namedDestination,
  type StandingMessage,
  type WatchId,
} from '../../src/watch/names.ts';
import type { Reading } from '../../src/watch/reading.ts';
import { ALICE, DBA, FALLBACK, ONCALL } from '../faults/bench.ts';
import { startCourier } from '../faults/courier.ts';
import { seen } from '../faults/crash/one-life.ts';
import {
  cardNamed,
  channelNamed,
  destinationNamed,
  digestNamed,
  pipelineNamed,
  userNamed,
} from '../names.ts';
import { takenBackBy, takenBy } from '../redis/taken-by.ts';
import { connectionOf, keys } from '../redis/with-redis.ts';
import { afterReading } from '../watch/live.ts';

/** A key as it was at some moment, with all fields that it has had. */
export interface FoundKey {
  readonly type: string;
  readonly fields: Set<string>;
}

const RUNNING = seen('InProgress', 10);
const FAILED = seen('Failed', 60);
const SUCCEEDED = {
  kind: 'snapshot',
  snapshot: {
    status: 'Succeeded',
    startedAt: 1,
    endedAt: 2,
    serverId: '/servers/s',
    work: { kind: 'import' },
    steps: [],
  },
  trace: {},
} as const satisfies Reading;
const FAILED_RUN: Reading = {
  ...SUCCEEDED,
  snapshot: { ...SUCCEEDED.snapshot, status: 'Failed', startedAt: 3, endedAt: 4 },
};
const UNREADABLE: Reading = {
  kind: 'failure',
  failure: 'forbidden',
  explanation: 'No right.',
  trace: {},
};

/** Has everything happen that may happen to watches. @returns what has been in Redis meanwhile */
export async function liveAndLook(): Promise<ReadonlyMap<string, FoundKey>> {
  const found = new Map<string, FoundKey>();
  const server = await startPrivateRedis();
  const courier = await startCourier({
    redisUrl: server.url,
    readings: [RUNNING],
    fallbackChannel: FALLBACK,
    policy: { blindAfterMs: 1, pagers: ['pagerduty'] },
    reminderPolicy: { afterMs: 1, times: 9, escalates: false },
  });
  const { redis, id, parts, outboxes, watches, queues, next, beginAnother } = courier;
  const { edits, digests, faults, acknowledgements, reads } = parts;
  const redraw = createRedraw(parts);
  try {
    await live();
  } finally {
    await courier.stop();
    await server.stop();
  }
  return found;

  async function live(): Promise<void> {
    await queues.addPoll(id);
    await queues.addPost(courier.card);
    await new RequestStore(connectionOf(redis)).begin('trigger-1');
    const key = await new IdempotencyStore(connectionOf(redis)).take(
      pipelineNamed('nightly'),
      'key',
      'request',
    );
    if (key.kind === 'taken') {
      await key.taken.keep({ status: 201, headers: {}, body: {} }, 3_600_000);
    }
    await openHomes();
    await setDefaults();
    await struggle(courier.card);
    await postAll();
    await redrawAll();
    await failToEdit({ kind: 'card', watchId: id, cardKey: cardNamed(`${DBA}-1`) });
    await waitForTurns();

    const others = await Promise.all(['op-2', 'op-3', 'op-4', 'op-5'].map(beginAnother));
    const [second = id, third = id, , fifth = id] = others;
    for (const watchId of [id, second]) await take(watchId, RUNNING, UNREADABLE, UNREADABLE);
    await postAll();

    // The first is told alone, the next one on a digest, which takes no more once it is acknowledged.
    await take(id, FAILED);
    await postAll();
    await take(second, FAILED);
    await keepBursts();
    await callPager(second);
    await next(destinations.alert(second));
    const digest = await newestDigest('failures');
    await struggle(destinations.digest('failures', digest));
    await postAll();
    await redrawAll();
    await remind();
    await failToEdit({ kind: 'alert', watchId: id });
    await failToEdit({ kind: 'digest', burst: 'failures', digest });
    const name = destinations.digest('failures', digest);
    await acknowledgements.acknowledge(name, takenBy(ALICE, Date.now()), NO_DEADLINE);
    await look(redis, found);
    await createTellCare(parts)();
    await look(redis, found);
    const { acknowledged } = await parts.acknowledgements.ofEnding(second);
    const back = (of: string) =>
      acknowledgements.acknowledge(
        of,
        takenBackBy(ALICE, Date.now(), acknowledged?.at ?? 0),
        NO_DEADLINE,
      );
    await back(name);
    await look(redis, found);
    await acknowledgements.acknowledge(name, takenBy(ALICE, Date.now()), NO_DEADLINE);
    await take(third, FAILED_RUN);
    await postAll();
    await parts.recoveries.note(second, { at: Date.now(), tries: 2 });
    await look(redis, found);
    await digests.split('failures', await newestDigest('failures'));
    await take(fifth, SUCCEEDED);
    await postAll();

    await parts.memory.mark();
    await redis.del(keys.marks);
    await parts.memory.mark();
    await look(redis, found);
    await struggle(destinations.fault('memory'));
    await postAll();

    await faults.raise(faultNames.subscription('s-1'), 'Not there.', 's-1');
    await faults.raise(faultNames.signIn, 'No token.');
    await struggle(destinations.fault(faultNames.signIn));
    await postAll();
    await faults.disprove(faultNames.signIn);
    await look(redis, found);
    await faults.clear(faultNames.signIn, 0);
    await postAll();
    await redis.set(keys.live, 'x');
    await parts.aside.setKeysAside();
    await look(redis, found);
  }

  async function setDefaults(): Promise<void> {
    const defaults = { changedBy: userNamed(ALICE), changedAt: Date.now() };
    const store = new DefaultsStore(connectionOf(redis));
    await store.change(channelNamed(DBA), () => defaults, NO_DEADLINE);
    const entry = {
      at: Date.now(),
      by: userNamed(ALICE),
      channel: channelNamed(DBA),
      verb: 'stop',
      about: [],
      outcome: 'stopped',
    };
    const audit = new AuditStore(connectionOf(redis), 3_600_000);
    await audit.note(entry);
    await audit.noteTurnedAway({ ...entry, outcome: 'turned away' });
  }

  async function openHomes(): Promise<void> {
    const homes = new HomeStore(connectionOf(redis));
    await homes.opened(userNamed(ALICE));
    await homes.changed(0);
    await homes.take(1, 1000);
    await look(redis, found);
  }

  async function take(watchId: WatchId, ...readings: readonly Reading[]): Promise<void> {
    for (const reading of readings) {
      // What is blind has been so for a while.
      await delay(2);
      await watches.update(
        watchId,
        (record) => afterReading(record, reading, Date.now(), parts.policy),
        { deadline: NO_DEADLINE },
      );
    }
    await look(redis, found);
  }

  /** However slow this machine is, an alert soon follows the one before. */
  async function keepBursts(): Promise<void> {
    for (const burst of ['failures', 'conditions'] as const) {
      const key = keys.burst(burst);
      if (await redis.exists(key)) await redis.hset(key, 'last', Date.now());
    }
  }

  async function postAll(): Promise<void> {
    for (;;) {
      const [destination] = await outboxes.owing();
      if (destination === undefined) return;
      await keepBursts();
      const waiting = await next(destination);
      await look(redis, found);
      // It may be an edit that it waits for.
      if (waiting) await redrawAll();
      await delay(waiting?.afterMs ?? 0);
    }
  }

  /** It takes a turn, and then waits for one, since the pager asks for a pause. */
  async function callPager(watchId: WatchId): Promise<void> {
    const destination = destinations.pager('pagerduty', watchId);
    await parts.pagerBudget.takeTurn('pagerduty', destination);
    await parts.pagerBudget.pause('pagerduty', 100);
    await parts.pagerBudget.takeTurn('pagerduty', destination);
    await look(redis, found);
  }

  async function remind(): Promise<void> {
    await createRemindDue(parts)();
    await look(redis, found);
    const [destination] = await outboxes.owing();
    const about = destination && namedDestination(destination);
    if (about?.kind !== 'reminder') throw new Error('Nobody is reminded');
    await struggle(destinations.reminder(about.reminder));
    await postAll();
    await failToEdit(about);
  }

  async function redrawAll(): Promise<void> {
    for (;;) {
      const leased = await edits.next();
      await look(redis, found);
      if (leased.kind === 'none') return;
      if (leased.kind === 'wait') await delay(leased.ms);
      else {
        const redrawn = await redraw(leased.edit);
        if (redrawn.kind === 'sending') await redrawn.sent;
      }
    }
  }

  /** A post that is claimed, goes on along its route, and is taken nowhere. */
  async function struggle(destination: Destination): Promise<void> {
    const owed = await outboxes.head(destination);
    if (!owed) throw new Error(`${destination} owes nothing`);
    const claim = await outboxes.claim(owed, ONCALL, 1000);
    await outboxes.setRoutePlace(owed, 'fallback');
    await outboxes.markStuck(owed, 'is_archived');
    await look(redis, found);
    if (claim.kind === 'claimed') await outboxes.release(owed.item, claim.name, 'none');
  }

  /** An edit that is marked again while it is under way, and does not work. */
  async function failToEdit(message: StandingMessage): Promise<void> {
    await edits.mark('acknowledged', message);
    const leased = await edits.next();
    if (leased.kind !== 'edit') throw new Error('There is nothing to edit');
    await edits.mark('acknowledged', message);
    await look(redis, found);
    const { edit } = await edits.putOff(leased.edit);
    await look(redis, found);
    await edits.settle(edit);
    await redrawAll();
  }

  /** Reads, posts and edits whose turn does not come. */
  async function waitForTurns(): Promise<void> {
    const rarely = { ...new ReadBudget(connectionOf(redis), 0.1).pace, atOnce: 1 };
    await watches.beginRead(id, rarely);
    await watches.beginRead(id, rarely);
    await watches.askRefresh(id, NO_DEADLINE);
    for (let question = 0; question < 5; question++) {
      await new ReadBudget(connectionOf(redis), 1).ask('s-1', userNamed('U1'), `${question}`);
    }
    const posts = new PostBudget(connectionOf(redis), { perMinute: 60, channelIntervalMs: 60_000 });
    for (let turn = 0; turn < 7; turn++) {
      await posts.takeTurn(channelNamed('C0OTHER'), destinationNamed(`asker-${turn}`), 'other');
    }
    const rare = new PostBudget(connectionOf(redis), { perMinute: 1, channelIntervalMs: 0 });
    const many = async (urgency: 'ending' | 'other', turn: number) =>
      await rare.takeTurn(channelNamed('C0MANY'), destinationNamed(`${turn}`), urgency);
    for (let turn = 0; turn < 9; turn++) await many('other', turn);
    await many('ending', 9);
    await redis.del(`${keys.budget('posts')}:pace`);
    await many('ending', 9);
    await Promise.all([reads.hold('s-1', 5000), posts.pause(channelNamed('C0OTHER'), 5000)]);
    await Promise.all([edits.pause(5000), edits.waitForSignIn(5000)]);
    await look(redis, found);
    // All others go on.
    await redis.del(keys.holds, `${keys.budget('posts')}:pace`);
  }

  async function newestDigest(burst: BurstKind) {
    return digestNamed((await redis.hget(keys.burst(burst), 'digest')) ?? 'none');
  }
}

async function look(redis: Redis, found: Map<string, FoundKey>): Promise<void> {
  const names = await redis.keys('*');
  // At once: what follows each other within seconds is to do so on a busy machine, too.
  const types = await Promise.all(names.map((key) => redis.type(key)));
  const looks = names.map(async (key, index) => {
    const type = types[index] ?? 'none';
    const known = found.get(key) ?? { type, fields: new Set<string>() };
    if (type === 'hash') for (const field of await redis.hkeys(key)) known.fields.add(field);
    if (type !== 'none') found.set(key, known);
  });
  await Promise.all(looks);
}
