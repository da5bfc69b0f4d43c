import { begin } from '../../../src/asking/begin.ts';
import { AcknowledgementStore } from '../../../src/redis/acknowledgement-store.ts';
import { AsideStore } from '../../../src/redis/aside-store.ts';
import { AuditStore } from '../../../src/redis/audit-store.ts';
import { CareChanges } from '../../../src/redis/care-changes.ts';
import { NO_DEADLINE } from '../../../src/redis/deadline.ts';
import { DefaultsStore } from '../../../src/redis/defaults-store.ts';
import { DigestStore } from '../../../src/redis/digest-store.ts';
import { EditQueue, type LeasedEdit } from '../../../src/redis/edit-queue.ts';
import { FaultStore } from '../../../src/redis/fault-store.ts';
import { HomeStore } from '../../../src/redis/home-store.ts';
import { isGatherable } from '../../../src/redis/kept-digest.ts';
import { Memory } from '../../../src/redis/memory.ts';
import { OutboxStore } from '../../../src/redis/outbox-store.ts';
import { type OwedItem, UnreadableItem } from '../../../src/redis/owed-item.ts';
import { PagerBudget } from '../../../src/redis/pager-budget.ts';
import { PostBudget } from '../../../src/redis/post-budget.ts';
import { ReadBudget } from '../../../src/redis/read-budget.ts';
import { Recoveries } from '../../../src/redis/recoveries.ts';
import { ReminderStore } from '../../../src/redis/reminder-store.ts';
import { proveWritable } from '../../../src/redis/steps/prove-writable.ts';
import { readClock } from '../../../src/redis/steps/read-clock.ts';
import { settleIdempotencyKey } from '../../../src/redis/steps/settle-idempotency-key.ts';
import { takeIdempotencyKey } from '../../../src/redis/steps/take-idempotency-key.ts';
import { WatchStore } from '../../../src/redis/watch-store.ts';
import { advance } from '../../../src/watch/advance.ts';
import { type DigestId, destinations, faultNames, type WatchId } from '../../../src/watch/names.ts';
import { pagerItem } from '../../../src/watch/pager-events.ts';
import type { Reading } from '../../../src/watch/reading.ts';
import {
  cardNamed,
  channelNamed,
  destinationNamed,
  digestNamed,
  pipelineNamed,
  userNamed,
} from '../../names.ts';
import { afterReading, live } from '../../watch/live.ts';
import { takenBy } from '../taken-by.ts';
import { POLICY } from '../test-policy.ts';
import type { TestRedis } from '../with-redis.ts';
import { connectionOf, keys } from '../with-redis.ts';

type Connection = TestRedis['redis'];
type Act = (redis: Connection) => Promise<unknown>;

/** A situation in which a step has as much to write as it ever has, and what runs it. */
export interface StepCase {
  readonly step: string;
  readonly where: string;
  readonly arrange: (redis: Connection) => Promise<Act>;
}

const KEY = cardNamed('C1-1');
const RULES = { mostEntries: 2, mentionAgainAfterMs: 900_000, keepMs: 3_600_000 };
const SLOW = { intervalMs: 60_000, atOnce: 1 };
const PLACE = { channel: 'C1', ts: '1.2' };

function seen(status: string, percent: number): Reading {
  const snapshot = { status, percent, work: { kind: 'other' }, steps: [] } as const;
  return { kind: 'snapshot', snapshot: { ...snapshot, steps: [] }, trace: {} };
}

async function watch(redis: Connection, operationId = 'op-1'): Promise<WatchId> {
  const reference = { subscriptionId: 's-1', location: 'eastus', operationId };
  const asked = { channel: channelNamed('C1'), askedBy: userNamed('U1') };
  const begun = await begin(
    new WatchStore(connectionOf(redis), 3_600_000),
    reference,
    asked,
    1,
    POLICY,
    NO_DEADLINE,
  );
  if (begun.kind === 'stands') throw new Error('It stands already');
  return begun.change.record.id;
}

async function read(redis: Connection, id: WatchId, status: string): Promise<void> {
  const watches = new WatchStore(connectionOf(redis), 3_600_000);
  await watches.update(id, (record) => afterReading(record, seen(status, 10), 2, POLICY), {
    deadline: NO_DEADLINE,
    isReading: true,
  });
}

async function failed(redis: Connection, operationId?: string): Promise<WatchId> {
  const id = await watch(redis, operationId);
  await read(redis, id, 'Failed');
  return id;
}

/** An operation has failed, and on-call is called for it. */
async function called(redis: Connection, operationId: string): Promise<WatchId> {
  const id = await failed(redis, operationId);
  const owed = await headOf(redis, destinations.alert(id));
  const known = { 'alert:ts': PLACE.ts, 'alert:channel': PLACE.channel };
  await new OutboxStore(connectionOf(redis), undefined, 600_000).settle(owed, known, true);
  return id;
}

async function owedCard(redis: Connection): Promise<OwedItem> {
  const id = await watch(redis);
  await read(redis, id, 'InProgress');
  return await headOf(redis, destinations.card(id, KEY));
}

async function headOf(redis: Connection, destination: OwedItem['destination']): Promise<OwedItem> {
  const owed = await new OutboxStore(connectionOf(redis)).head(destination);
  if (!owed) throw new Error(`${destination} is owed nothing`);
  return owed;
}

async function gather(redis: Connection, id: WatchId) {
  const owed = await headOf(redis, destinations.alert(id));
  if (!isGatherable(owed.item)) throw new Error('It is no alert');
  const gathered = { ...owed, item: owed.item };
  const about = { operationId: 'op', cause: 'failed' };
  return await new DigestStore(connectionOf(redis), RULES).gather(gathered, about, true);
}

/** A digest of two, after an alert that was told alone. */
async function digestOfTwo(redis: Connection): Promise<DigestId> {
  const ids = [await failed(redis, 'a'), await failed(redis, 'b'), await failed(redis, 'c')];
  for (const id of ids) await gather(redis, id);
  for (const id of ids)
    await redis.hset(keys.watch(id), { 'alert:ts': '1.1', 'alert:channel': 'C' });
  const [, , digest = ''] =
    (await redis.smembers(keys.owing)).find((name) => name.startsWith('digest/'))?.split('/') ?? [];
  await redis.hset(keys.digest('failures', digestNamed(digest)), {
    'alert:ts': '1.2',
    'alert:channel': 'C',
  });
  return digestNamed(digest);
}

/** With a read a second there are three at once: one that watches leave, and two of people's share. */
async function askFor(redis: Connection, question: string): Promise<unknown> {
  return await new ReadBudget(connectionOf(redis), 1).ask('s-1', userNamed('U1'), question);
}

/** Two that were opened. */
function dueHomes(redis: Connection): HomeStore {
  const homes = new HomeStore(connectionOf(redis));
  void homes.opened(userNamed('U1'));
  void homes.opened(userNamed('U2'));
  return homes;
}

const queueOf = (redis: Connection) =>
  new EditQueue(connectionOf(redis), { intervalMs: 1000, leaseMs: 60_000 });

async function leased(redis: Connection): Promise<LeasedEdit> {
  const id = await watch(redis);
  await queueOf(redis).mark('progress', { kind: 'card', watchId: id, cardKey: KEY });
  const next = await queueOf(redis).next();
  if (next.kind !== 'edit') throw new Error('There is nothing to edit');
  await queueOf(redis).mark('ending', next.edit.message);
  return next.edit;
}

/** It has marked in another database. */
function memoryThatKnows(redis: Connection): Memory {
  const memory = new Memory(connectionOf(redis));
  memory.marked(Date.now());
  return memory;
}

async function raised(redis: Connection): Promise<void> {
  await new FaultStore(connectionOf(redis)).raise(faultNames.signIn, 'It was refused.');
}

async function takenKey(redis: Connection) {
  const given = { idempotency: keys.idempotency(pipelineNamed('nightly'), 'hash'), owner: 'one' };
  await takeIdempotencyKey(redis, { ...given, request: 'hash', leaseMs: 1000 });
  return given;
}

async function defaultsIn(redis: Connection, changedAt: number): Promise<unknown> {
  const store = new DefaultsStore(connectionOf(redis));
  const defaults = { changedBy: userNamed('U1'), changedAt };
  return await store.change(channelNamed('C1'), () => defaults, NO_DEADLINE);
}

export const STEP_CASES: readonly StepCase[] = [
  {
    step: 'commit-watch',
    where: 'a watch is begun',
    arrange: async () => (redis) => watch(redis),
  },
  {
    step: 'commit-watch',
    where: 'it ends, with a wish for a look',
    arrange: async (redis) => {
      const id = await watch(redis);
      await read(redis, id, 'InProgress');
      await new WatchStore(connectionOf(redis), 1).askRefresh(id, NO_DEADLINE);
      return (own) => read(own, id, 'Failed');
    },
  },
  {
    step: 'commit-watch',
    where: 'it ends and is a run of its series',
    arrange: async (redis) => {
      const id = await watch(redis);
      await read(redis, id, 'InProgress');
      const times = { startedAt: 1, endedAt: 2, serverId: '/servers/s' };
      const reading: Reading = {
        kind: 'snapshot',
        snapshot: { status: 'Succeeded', work: { kind: 'import' }, steps: [], ...times },
        trace: {},
      };
      return async (own) =>
        await new WatchStore(connectionOf(own), 3_600_000).update(
          id,
          (record) => afterReading(record, reading, 3, POLICY),
          { deadline: NO_DEADLINE, isReading: true },
        );
    },
  },
  {
    step: 'commit-watch',
    where: 'it ends and owes nothing',
    arrange: async (redis) => {
      const id = await watch(redis);
      const stop = (own: Connection) =>
        new WatchStore(connectionOf(own), 3_600_000).update(
          id,
          (record) => ({
            record: advance(live(record), seen('Succeeded', 100), 2, POLICY).record,
            outbox: [],
            changedCards: [],
          }),
          { deadline: NO_DEADLINE },
        );
      return stop;
    },
  },
  {
    step: 'begin-read',
    where: 'it has its turn, after others',
    arrange: async (redis) => {
      const id = await watch(redis);
      const watches = new WatchStore(connectionOf(redis), 1);
      await watches.beginRead(await watch(redis, 'other'), SLOW);
      await watches.beginRead(id, SLOW);
      await redis.del('{mysqlop}:budget:reads/s-1:pace');
      await redis.zadd('{mysqlop}:budget:reads/s-1:promised', 1, 'gone');
      return (own) => new WatchStore(connectionOf(own), 1).beginRead(id, SLOW);
    },
  },
  {
    step: 'begin-read',
    where: 'somebody wishes for it',
    arrange: async (redis) => {
      const id = await watch(redis);
      const watches = new WatchStore(connectionOf(redis), 1);
      await watches.beginRead(await watch(redis, 'other'), SLOW);
      await watches.beginRead(id, SLOW);
      await watches.askRefresh(id, NO_DEADLINE);
      return (own) => new WatchStore(connectionOf(own), 1).beginRead(id, SLOW);
    },
  },
  {
    step: 'begin-read',
    where: 'it has to wait',
    arrange: async (redis) => {
      const id = await watch(redis);
      await new WatchStore(connectionOf(redis), 1).beginRead(await watch(redis, 'other'), SLOW);
      return (own) => new WatchStore(connectionOf(own), 1).beginRead(id, SLOW);
    },
  },
  {
    step: 'ask-refresh',
    where: 'it is kept',
    arrange: async (redis) => {
      const id = await watch(redis);
      return (own) => new WatchStore(connectionOf(own), 1).askRefresh(id, NO_DEADLINE);
    },
  },
  {
    step: 'acknowledge-alert',
    where: 'nobody was first',
    arrange: async (redis) => {
      const id = await failed(redis);
      return (own) =>
        new AcknowledgementStore(connectionOf(own)).acknowledge(
          `alert/${id}`,
          takenBy('U1'),
          NO_DEADLINE,
        );
    },
  },
  {
    step: 'acknowledge-burst',
    where: 'a digest follows an alert',
    arrange: async (redis) => {
      const digest = await digestOfTwo(redis);
      return (own) =>
        new AcknowledgementStore(connectionOf(own)).acknowledge(
          `digest/failures/${digest}`,
          takenBy('U1'),
          NO_DEADLINE,
        );
    },
  },
  {
    step: 'acknowledge-burst',
    where: 'the presser has seen one of its two entries',
    arrange: async (redis) => {
      const digest = await digestOfTwo(redis);
      return (own) =>
        new AcknowledgementStore(connectionOf(own)).acknowledge(
          `digest/failures/${digest}`,
          { ...takenBy('U1'), entriesSeen: 1 },
          NO_DEADLINE,
        );
    },
  },
  {
    step: 'remind',
    where: 'nobody looks after two, and there is an appointment for each',
    arrange: async (redis) => {
      const calls = [await called(redis, 'op-1'), await called(redis, 'op-2')];
      const planned = calls.map((watchId) => ({
        message: { kind: 'alert', watchId } as const,
        made: 0,
        isSnoozed: false,
        againAfterMs: 60_000,
      }));
      return (own) => new ReminderStore(connectionOf(own), 3_600_000).remind(planned, false);
    },
  },
  {
    step: 'note-audit',
    where: 'there is an entry',
    arrange: async (redis) => {
      const entry = { at: 1, by: userNamed('U1'), channel: channelNamed('C1'), verb: 'stop' };
      const outcome = { about: [], outcome: 'stopped' };
      const note = (own: Connection, at: number) =>
        new AuditStore(connectionOf(own), 60_000).note({ ...entry, ...outcome, at });
      await note(redis, 1);
      return (own) => note(own, 2);
    },
  },
  {
    step: 'recover-call',
    where: 'it is not known yet',
    arrange: async (redis) => {
      const id = await called(redis, 'op-1');
      const digests = new DigestStore(connectionOf(redis), RULES);
      return (own) => new Recoveries(connectionOf(own), digests).note(id, { at: 1, tries: 2 });
    },
  },
  {
    step: 'cancel-appointment',
    where: 'no other has been made',
    arrange: async (redis) => {
      const watchId = await called(redis, 'op-1');
      const message = { kind: 'alert', watchId } as const;
      await redis.zadd(keys.appointments, 5, `alert/${watchId}`);
      return (own) => new ReminderStore(connectionOf(own), 60_000).cancel([{ message, at: 5 }]);
    },
  },
  {
    step: 'owe-pager-events',
    where: 'pagers know of nobody',
    arrange: async (redis) => {
      const id = await failed(redis);
      const told = pagerItem(id, 'pagerduty', { kind: 'acknowledged', by: userNamed('U1') }, 1);
      return (own) => new CareChanges(connectionOf(own)).owe(id, '', 'acknowledged/U1/1/', [told]);
    },
  },
  {
    step: 'settle-care-change',
    where: 'it has not changed once more',
    arrange: async (redis) => {
      const id = await called(redis, 'op-1');
      await new AcknowledgementStore(connectionOf(redis)).acknowledge(
        `alert/${id}`,
        takenBy('U1'),
        NO_DEADLINE,
      );
      const [change] = await new CareChanges(connectionOf(redis)).all();
      if (!change) throw new Error('Nothing has changed');
      return (own) => new CareChanges(connectionOf(own)).settle(change);
    },
  },
  {
    step: 'take-pager-turn',
    where: 'it has its turn',
    arrange: async (redis) => {
      const destination = destinations.pager('pagerduty', await failed(redis));
      return (own) => new PagerBudget(connectionOf(own)).takeTurn('pagerduty', destination);
    },
  },
  {
    step: 'take-pager-turn',
    where: 'it has to wait',
    arrange: async (redis) => {
      const destination = destinations.pager('pagerduty', await failed(redis));
      await new PagerBudget(connectionOf(redis)).pause('pagerduty', 60_000);
      return (own) => new PagerBudget(connectionOf(own)).takeTurn('pagerduty', destination);
    },
  },
  {
    step: 'hold',
    where: 'there is none',
    arrange: async () => (own) => new ReadBudget(connectionOf(own), 1).hold('s-1', 60_000),
  },
  {
    step: 'held-for',
    where: 'there is one',
    arrange: async (redis) => {
      await new PostBudget(connectionOf(redis), { perMinute: 60 }).pause(
        channelNamed('C1'),
        60_000,
      );
      return (own) =>
        new PostBudget(connectionOf(own), { perMinute: 60 }).heldFor(channelNamed('C1'));
    },
  },
  {
    step: 'take-post-turn',
    where: 'it has its turn',
    arrange: async () => (own) =>
      new PostBudget(connectionOf(own), { perMinute: 60 }).takeTurn(
        channelNamed('C1'),
        destinations.fault(faultNames.signIn),
        'ending',
      ),
  },
  {
    step: 'take-post-turn',
    where: 'it has to wait',
    arrange: async (redis) => {
      await new PostBudget(connectionOf(redis), { perMinute: 60 }).pause(
        channelNamed('C1'),
        60_000,
      );
      return (own) =>
        new PostBudget(connectionOf(own), { perMinute: 60 }).takeTurn(
          channelNamed('C1'),
          destinations.fault(faultNames.signIn),
          'ending',
        );
    },
  },
  {
    step: 'ask-read',
    where: 'it has its turn, after others',
    arrange: async (redis) => {
      for (const question of ['q1', 'q2', 'q3', 'q4']) await askFor(redis, question);
      await redis.del('{mysqlop}:budget:questions/s-1:pace');
      await redis.zadd('{mysqlop}:budget:questions/s-1:promised', 1, 'gone');
      return (own) => askFor(own, 'q4');
    },
  },
  {
    step: 'ask-read',
    where: 'it has to wait',
    arrange: async (redis) => {
      for (const question of ['q1', 'q2', 'q3']) await askFor(redis, question);
      return (own) => askFor(own, 'q4');
    },
  },
  {
    step: 'take-post-turn',
    where: 'it waits for the workspace',
    arrange: async (redis) => {
      const own = (client: Connection) =>
        new PostBudget(connectionOf(client), { perMinute: 1, channelIntervalMs: 1 });
      const channel = channelNamed('C1');
      for (let turn = 0; turn < 8; turn++)
        await own(redis).takeTurn(channel, destinationNamed(`${turn}`), 'ending', userNamed('U1'));
      const mine = destinationNamed('mine');
      return (client) => own(client).takeTurn(channel, mine, 'other', userNamed('U2'));
    },
  },
  {
    step: 'slow-turns',
    where: 'nothing is left',
    arrange: async () => (own) => new ReadBudget(connectionOf(own), 1).mind('s-1', 0),
  },
  {
    step: 'claim-post',
    where: 'it was given up in doubt',
    arrange: async (redis) => {
      const owed = await owedCard(redis);
      const outboxes = new OutboxStore(connectionOf(redis));
      await outboxes.claim(owed, 'C1', 60_000, 'first');
      await outboxes.release(owed.item, 'first', 'doubt');
      const memory = new Memory(connectionOf(redis));
      await memory.mark();
      return (own) => new OutboxStore(connectionOf(own), memory).claim(owed, 'C2', 60_000);
    },
  },
  ...(['doubt', 'none'] as const).map(
    (how): StepCase => ({
      step: 'release-post',
      where: how,
      arrange: async (redis) => {
        const owed = await owedCard(redis);
        await new OutboxStore(connectionOf(redis)).claim(owed, 'C1', 60_000, 'mine');
        return (own) => new OutboxStore(connectionOf(own)).release(owed.item, 'mine', how);
      },
    }),
  ),
  {
    step: 'note-owed',
    where: 'it is owed',
    arrange: async (redis) => {
      const owed = await owedCard(redis);
      return (own) => new OutboxStore(connectionOf(own)).markStuck(owed, 'is_archived');
    },
  },
  {
    step: 'settle-item',
    where: 'it is the last of an ended watch, and stands now',
    arrange: async (redis) => {
      const id = await failed(redis);
      const owed = await headOf(redis, destinations.alert(id));
      await redis.hset(keys.watch(id), 'owed', 1);
      await redis.ltrim(keys.outbox(owed.destination), 0, 0);
      await new OutboxStore(connectionOf(redis)).markStuck(owed, 'is_archived');
      const known = { 'alert:ts': PLACE.ts, 'alert:channel': PLACE.channel };
      return (own) =>
        new OutboxStore(connectionOf(own), undefined, 600_000).settle(owed, known, true);
    },
  },
  {
    step: 'mark-edits',
    where: 'one waits, and another is leased',
    arrange: async (redis) => {
      const { message } = await leased(redis);
      const other = { kind: 'alert', watchId: await watch(redis, 'other') } as const;
      return (own) => queueOf(own).mark('acknowledged', message, other);
    },
  },
  {
    step: 'lease-edit',
    where: 'a lease has run out, and another message waits',
    arrange: async (redis) => {
      const { message } = await leased(redis);
      const other = { kind: 'alert', watchId: await watch(redis, 'other') } as const;
      await queueOf(redis).mark('acknowledged', other);
      if (message.kind === 'card') {
        await redis.zadd(keys.editsLeased, 1, `card/${message.watchId}/${message.cardKey}`);
      }
      return (own) => queueOf(own).next();
    },
  },
  {
    step: 'take-edit-turn',
    where: 'it is the turn',
    arrange: async (redis) => {
      const edit = await leased(redis);
      return (own) => queueOf(own).takeTurn(edit);
    },
  },
  {
    step: 'settle-edit',
    where: 'it was marked meanwhile',
    arrange: async (redis) => {
      const { edit } = await queueOf(redis).putOff(await leased(redis));
      return (own) => queueOf(own).settle(edit, 'look');
    },
  },
  {
    step: 'return-edit',
    where: 'it was marked meanwhile',
    arrange: async (redis) => {
      const edit = await leased(redis);
      return (own) => queueOf(own).giveBack(edit);
    },
  },
  {
    step: 'put-off-edit',
    where: 'its owner is kept',
    arrange: async (redis) => {
      const edit = await leased(redis);
      return (own) => queueOf(own).putOff(edit);
    },
  },
  {
    step: 'raise-fault',
    where: 'it is a new one',
    arrange: async (redis) => {
      await redis.set('{mysqlop}:other', 'x');
      return raised;
    },
  },
  {
    step: 'raise-fault',
    where: 'it concerns one subscription',
    arrange: async () => async (own) => {
      await new FaultStore(connectionOf(own)).raise(faultNames.subscription('s-1'), 'No.', 's-1');
    },
  },
  {
    step: 'clear-fault',
    where: 'nobody was refused there for long',
    arrange: async (redis) => {
      const name = faultNames.subscription('s-1');
      await new FaultStore(connectionOf(redis)).raise(name, 'No.', 's-1');
      await redis.hset(keys.fault(name), 'seen', 1);
      return (own) => new FaultStore(connectionOf(own)).clear(name, 0);
    },
  },
  {
    step: 'disprove-fault',
    where: 'it stands',
    arrange: async (redis) => {
      await raised(redis);
      return async (own) => {
        const faults = new FaultStore(connectionOf(own));
        await faults.clear(faultNames.signIn, 60_000).catch(() => undefined);
        await faults.disprove(faultNames.signIn);
      };
    },
  },
  {
    step: 'clear-fault',
    where: 'it is disproved',
    arrange: async (redis) => {
      await raised(redis);
      await redis.hset(keys.fault(faultNames.signIn), 'disproved', Date.now() + 60_000);
      return (own) => new FaultStore(connectionOf(own)).clear(faultNames.signIn, 0);
    },
  },
  {
    step: 'split-digest',
    where: 'it is kept',
    arrange: async (redis) => {
      const digest = await digestOfTwo(redis);
      return (own) => new DigestStore(connectionOf(own), RULES).split('failures', digest);
    },
  },
  {
    step: 'repost-digest',
    where: 'its message is lost',
    arrange: async (redis) => {
      const digest = await digestOfTwo(redis);
      return (own) => new DigestStore(connectionOf(own), RULES).repost('failures', digest, '1.2');
    },
  },
  {
    step: 'ungather-alert',
    where: 'it stands on a digest',
    arrange: async (redis) => {
      const digest = await digestOfTwo(redis);
      const digests = new DigestStore(connectionOf(redis), RULES);
      const [entry] = (await digests.load('failures', digest))?.entries ?? [];
      if (!entry) throw new Error('It has no entry');
      return (own) =>
        new DigestStore(connectionOf(own), RULES).ungather('failures', digest, entry, 'direct');
    },
  },
  {
    step: 'gather-alert',
    where: 'it is the first',
    arrange: async (redis) => {
      const id = await failed(redis);
      return (own) => gather(own, id);
    },
  },
  {
    step: 'gather-alert',
    where: 'the digest before is full',
    arrange: async (redis) => {
      await digestOfTwo(redis);
      const id = await failed(redis, 'd');
      return (own) => gather(own, id);
    },
  },
  {
    step: 'gather-alert',
    where: 'the digest is posted and has room',
    arrange: async (redis) => {
      const digest = await digestOfTwo(redis);
      await redis.hset(keys.digest('failures', digest), 'size', 1);
      const id = await failed(redis, 'd');
      return (own) => gather(own, id);
    },
  },
  {
    step: 'set-value-aside',
    where: 'a member names nothing',
    arrange: async (redis) => {
      await watch(redis);
      await redis.zadd(keys.live, 1, '123');
      return (own) => new AsideStore(connectionOf(own)).setMembersAside();
    },
  },
  {
    step: 'set-item-aside',
    where: 'it is the last of an ended watch',
    arrange: async (redis) => {
      const id = await failed(redis);
      await redis.hset(keys.watch(id), 'owed', 1);
      const destination = destinations.alert(id);
      await redis.del(keys.outbox(destination));
      await redis.rpush(keys.outbox(destination), 'x');
      await redis.hset(keys.stuck, destination, 'is_archived');
      return (own) =>
        new AsideStore(connectionOf(own)).setItemAside(new UnreadableItem(destination, 'x'));
    },
  },
  {
    step: 'set-key-aside',
    where: 'it is of another type',
    arrange: async (redis) => {
      await redis.set(keys.live, 'x', 'EX', 1000);
      return (own) => new AsideStore(connectionOf(own)).setKeysAside();
    },
  },
  {
    step: 'mark-memory',
    where: 'there is no memory yet',
    arrange: async () => (own) => new Memory(connectionOf(own)).mark(),
  },
  {
    step: 'mark-memory',
    where: 'it went back, and too many have left marks',
    arrange: async (redis) => {
      const others = Array.from({ length: 1000 }, (_, index) => [1, `gone-${index}`]);
      await redis.zadd(keys.marks, ...others.flat());
      return async (own) => await memoryThatKnows(own).mark();
    },
  },
  {
    step: 'set-defaults',
    where: 'a channel has some already',
    arrange: async (redis) => {
      await defaultsIn(redis, 1);
      return (own) => defaultsIn(own, 2);
    },
  },
  {
    step: 'open-home',
    where: 'as many are open as are kept',
    arrange: async (redis) => {
      const others = Array.from({ length: 200 }, (_, index) => [Date.now(), `U${index}`]);
      await redis.zadd(keys.homes, ...others.flat());
      return (own) => new HomeStore(connectionOf(own)).opened(userNamed('U1'));
    },
  },
  {
    step: 'mark-homes',
    where: 'one is open, and one is being published',
    arrange: async (redis) => {
      await dueHomes(redis).take(1, 1);
      return (own) => new HomeStore(connectionOf(own)).changed(0);
    },
  },
  {
    step: 'take-homes',
    where: 'two are due',
    arrange: async (redis) => {
      await dueHomes(redis).changed(0);
      return (own) => new HomeStore(connectionOf(own)).take(10, 1000);
    },
  },
  {
    step: 'settle-home',
    where: 'it was published',
    arrange: async (redis) => {
      const homes = dueHomes(redis);
      await redis.zadd(keys.homesDue, 1, 'U1');
      const { lease } = await homes.take(1, 1000);
      return (own) => new HomeStore(connectionOf(own)).settle(userNamed('U1'), lease);
    },
  },
  {
    step: 'take-idempotency-key',
    where: 'nobody has taken it',
    arrange: async () => (own) => takenKey(own),
  },
  {
    step: 'settle-idempotency-key',
    where: 'the request was answered',
    arrange: async (redis) => {
      const given = { ...(await takenKey(redis)), keepMs: 1000 };
      return (own) => settleIdempotencyKey(own, { ...given, answer: '{}' });
    },
  },
  {
    step: 'settle-idempotency-key',
    where: 'nothing was done',
    arrange: async (redis) => {
      const given = { ...(await takenKey(redis)), keepMs: 0 };
      return (own) => settleIdempotencyKey(own, given);
    },
  },
  {
    step: 'prove-writable',
    where: 'Redis takes what all steps write',
    arrange: async () => (own) => proveWritable(own, { proof: keys.proof }),
  },
  {
    step: 'read-clock',
    where: 'it is read',
    arrange: async () => (own) => readClock(own, { proof: keys.proof }),
  },
];
