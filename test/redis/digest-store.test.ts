import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { begin } from '../../src/asking/begin.ts';
import { AcknowledgementStore } from '../../src/redis/acknowledgement-store.ts';
import { NO_DEADLINE } from '../../src/redis/deadline.ts';
import { DigestStore, type Gathered } from '../../src/redis/digest-store.ts';
import { EditQueue } from '../../src/redis/edit-queue.ts';
import { isGatherable } from '../../src/redis/kept-digest.ts';
import { OutboxStore } from '../../src/redis/outbox-store.ts';
import { WatchStore } from '../../src/redis/watch-store.ts';
import { type Destination, destinations, type WatchId } from '../../src/watch/names.ts';
import type { SnapshotReading } from '../../src/watch/reading.ts';
import { channelNamed, destinationNamed, digestNamed, userNamed, watchNamed } from '../names.ts';
import { afterReading } from '../watch/live.ts';
import { takenBy } from './taken-by.ts';
import { POLICY } from './test-policy.ts';
import { keys, startTestRedis, type TestRedis } from './with-redis.ts';

const ESCALATE_MS = 900_000;
const STATE = keys.burst('failures');

let server: TestRedis;
let digests: DigestStore;
let acknowledgements: AcknowledgementStore;
let outboxes: OutboxStore;
let watches: WatchStore;
beforeAll(async () => {
  server = await startTestRedis();
  watches = new WatchStore(server.connection, 3_600_000);
  outboxes = new OutboxStore(server.connection);
  acknowledgements = new AcknowledgementStore(server.connection);
  digests = new DigestStore(server.connection, {
    mostEntries: 3,
    mentionAgainAfterMs: ESCALATE_MS,
    keepMs: 3_600_000,
  });
});
beforeEach(async () => {
  await server.redis.flushdb();
});
afterAll(async () => {
  await server.stop();
});

function reading(status: string): SnapshotReading {
  return {
    kind: 'snapshot',
    snapshot: { status, percent: 1, work: { kind: 'other' }, steps: [], error: undefined },
    trace: {},
  };
}

/** An operation fails. @returns its watch's id */
async function fail(operationId: string): Promise<WatchId> {
  const reference = { subscriptionId: 's', location: 'eastus', operationId };
  const asked = { channel: channelNamed('C1'), askedBy: userNamed('U1') };
  const begun = await begin(watches, reference, asked, Date.now(), POLICY, NO_DEADLINE);
  if (begun.kind === 'stands') throw new Error('It stands already');
  const { id } = begun.change.record;
  await watches.update(
    id,
    (record) => afterReading(record, reading('Failed'), Date.now(), POLICY),
    {
      deadline: NO_DEADLINE,
    },
  );
  return id;
}

async function gather(id: WatchId, mentions = true): Promise<Gathered> {
  const owed = await outboxes.head(destinations.alert(id));
  if (!owed || !isGatherable(owed.item)) throw new Error('No alert is owed');
  const { record } = (await watches.load(id)) ?? {};
  return await digests.gather(
    { ...owed, item: owed.item },
    { operationId: record?.reference.operationId ?? '', cause: 'failed' },
    mentions,
  );
}

const NOWHERE = destinationNamed('');

async function gatherNew(operationId: string, mentions = true): Promise<Destination> {
  const gathered = await gather(await fail(operationId), mentions);
  return gathered.kind === 'gathered' ? gathered.destination : destinationNamed(gathered.kind);
}

/** As if so much time had passed. */
async function pass(ms: number): Promise<void> {
  for (const field of ['last', 'mentioned']) {
    if (await server.redis.hexists(STATE, field)) {
      await server.redis.hincrby(STATE, field, -ms);
    }
  }
}

async function digestOf(destination: Destination) {
  return await digests.load('failures', digestNamed(destination.split('/')[2] ?? ''));
}

/** As if they stood in Slack. */
async function post(...messages: readonly string[]): Promise<void> {
  for (const message of messages) {
    const [kind, first = '', digest = ''] = message.split('/');
    const owner =
      kind === 'digest'
        ? keys.digest('failures', digestNamed(digest))
        : keys.watch(watchNamed(first));
    await server.redis.hset(owner, 'alert:ts', '1.2');
  }
}

async function linesOf(destination: Destination): Promise<readonly string[]> {
  const digest = await digestOf(destination);
  return digest?.entries.map(({ operationId }) => operationId) ?? [];
}

describe('alerts that come', () => {
  test('one by one are told alone', async () => {
    expect(await gatherNew('a')).toBe('alone');
    await pass(3000);
    expect(await gatherNew('b')).toBe('alone');
  });

  test('faster than they may be posted are gathered after the first, and owed as one post', async () => {
    expect(await gatherNew('first')).toBe('alone');
    const id = await fail('a');
    const destination = (await gather(id)) as { destination: Destination };
    expect(await gatherNew('b')).toBe(destination.destination);
    expect(await linesOf(destination.destination)).toEqual(['a', 'b']);
    expect(await outboxes.head(destination.destination)).toMatchObject({
      item: { kind: 'digest', burst: 'failures' },
    });
    expect(await outboxes.owing()).toContain(destination.destination);
    // Its details are still owed, the alert itself is not.
    expect(await outboxes.head(destinations.alert(id))).toBeUndefined();
    expect((await digests.digestOf(id))?.digest).toBe(destination.destination.split('/')[2]);
  });

  test('slower while a burst stands still belong to it, until there was none for a minute', async () => {
    await gatherNew('first');
    const digest = await gatherNew('a');
    await pass(50_000);
    expect(await gatherNew('b')).toBe(digest);
    await pass(61_000);
    expect(await gatherNew('c')).toBe('alone');
  });

  test('again and again, since a process died, are told once', async () => {
    const first = await fail('first');
    expect((await gather(first)).kind).toBe('alone');
    expect((await gather(first)).kind).toBe('alone');
    const id = await fail('a');
    const owed = await outboxes.head(destinations.alert(id));
    if (!owed || !isGatherable(owed.item)) throw new Error('No alert is owed');
    const item = { ...owed, item: owed.item };
    expect((await digests.gather(item, { operationId: 'a', cause: 'failed' }, true)).kind).toBe(
      'gathered',
    );
    // And is asked for once more, in case that had been forgotten.
    expect(await digests.gather(item, { operationId: 'a', cause: 'failed' }, true)).toMatchObject({
      kind: 'settled',
      destination: expect.stringContaining('digest/failures/'),
    });
  });

  test('after they were tried alone stay alone', async () => {
    await gatherNew('first');
    const id = await fail('a');
    const owed = await outboxes.head(destinations.alert(id));
    if (!owed) throw new Error('No alert is owed');
    await outboxes.claim(owed, 'C0ONCALL', 10);
    expect((await gather(id)).kind).toBe('alone');
  });

  test('to a full digest begin the next one, without a mention', async () => {
    await gatherNew('first');
    const digests: Destination[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) digests.push(await gatherNew(name));
    expect(new Set(digests).size).toBe(2);
    expect(await linesOf(digests[0] ?? destinationNamed(''))).toEqual(['a', 'b', 'c']);
    expect(await linesOf(digests[4] ?? destinationNamed(''))).toEqual(['d', 'e']);
    expect(await digestOf(digests[4] ?? destinationNamed(''))).toMatchObject({ mentions: false });
  });

  test('to a long burst mention on-call again, in a new message, after MENTION_AGAIN_AFTER', async () => {
    await gatherNew('first');
    const digest = await gatherNew('a');
    await server.redis.hincrby(STATE, 'mentioned', -ESCALATE_MS);
    const next = await gatherNew('b');
    expect(next).not.toBe(digest);
    expect(await digestOf(next)).toMatchObject({ mentions: true });
    expect(await gatherNew('c')).toBe(next);
  });

  test('behind one that mentions nobody still mention on-call, once', async () => {
    expect(await gatherNew('canceled', false)).toBe('alone');
    expect(await digestOf(await gatherNew('canceled too', false))).toMatchObject({
      mentions: false,
    });
    const digest = await gatherNew('failed');
    expect(await digestOf(digest)).toMatchObject({ mentions: true });
    expect(await linesOf(digest)).toEqual(['failed']);
    expect(await gatherNew('failed too')).toBe(digest);
  });

  test('to a digest that stands have it edited', async () => {
    await gatherNew('first');
    const destination = await gatherNew('a');
    const [, , digest = ''] = destination.split('/');
    await server.redis.hset(keys.digest('failures', digestNamed(digest)), 'alert:ts', '1.2');
    await gatherNew('b');
    expect(await server.redis.zrange(keys.edits, 0, '-1')).toContain(destination);
  });
});

describe('a digest that stands', () => {
  test('and can’t be edited, since edits are held or fail, gets no more entries', async () => {
    await gatherNew('first');
    const one = await gatherNew('a');
    await post(one);
    expect(await gatherNew('b')).toBe(one);
    await new EditQueue(server.connection, { intervalMs: 1 }).pause(60_000);
    const two = await gatherNew('c');
    expect(two).not.toBe(one);
    await server.redis.del(keys.holds);
    await post(two);
    await server.redis.hset(
      keys.digest('failures', digestNamed(two.split('/')[2] ?? '')),
      'alert:tries',
      1,
    );
    expect(await gatherNew('d')).not.toBe(two);
  });
});

describe('a burst that begins with what mentions nobody', () => {
  test('calls on-call for the first failure, though it was called for another burst lately', async () => {
    expect(await gatherNew('failed long ago')).toBe('alone');
    await pass(120_000);
    expect(await gatherNew('canceled', false)).toBe('alone');
    expect(await digestOf(await gatherNew('failed'))).toMatchObject({ mentions: true });
  });
});

describe('an acknowledgement', () => {
  const BY_ALICE = { by: userNamed('UALICE'), at: 1 };
  const BY_BOB = { by: userNamed('UBOB'), at: 2 };
  const ALICE_TAKES = takenBy('UALICE');
  const BOB_TAKES = takenBy('UBOB', 2);
  const CHANGED = { kind: 'changed', parted: [] };
  const ALICE_WAS_FASTER = { kind: 'taken', stands: BY_ALICE };

  test('of a digest counts for its whole burst, and what comes after it begins a new digest', async () => {
    const first = await fail('first');
    await gather(first);
    const digests: Destination[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) digests.push(await gatherNew(name));
    const [one = NOWHERE, , , two = NOWHERE, , , three = NOWHERE] = digests;
    await post(`alert/${first}`, one, two, three);
    expect(await acknowledgements.acknowledge(two, ALICE_TAKES, NO_DEADLINE)).toEqual(CHANGED);
    for (const digest of [one, two, three]) {
      expect(await digestOf(digest)).toMatchObject({ acknowledged: BY_ALICE });
    }
    expect(await acknowledgements.ofAlert(first)).toEqual({ acknowledged: BY_ALICE });
    const edits = new EditQueue(server.connection, { intervalMs: 1 });
    const next = await edits.next();
    expect(next).toMatchObject({ kind: 'edit', edit: { message: { digest: two.split('/')[2] } } });
    const later = await gatherNew('h');
    expect(later).not.toBe(three);
    expect((await digestOf(later))?.acknowledged).toBeUndefined();
  });

  test('does not count for what nobody has seen yet', async () => {
    const first = await fail('first');
    await gather(first);
    const digests: Destination[] = [];
    for (const name of ['a', 'b', 'c', 'd']) digests.push(await gatherNew(name));
    const [one = NOWHERE, , , two = NOWHERE] = digests;
    await post(`alert/${first}`, one);
    expect(await acknowledgements.acknowledge(one, ALICE_TAKES, NO_DEADLINE)).toEqual(CHANGED);
    expect((await digestOf(two))?.acknowledged).toBeUndefined();
  });

  test('counts for the digest that was pressed, though nobody has noted yet that it stands', async () => {
    await gatherNew('first');
    const one = await gatherNew('a');
    expect(await acknowledgements.acknowledge(one, ALICE_TAKES, NO_DEADLINE)).toEqual(CHANGED);
    expect(await digestOf(one)).toMatchObject({ acknowledged: BY_ALICE });
  });

  test('counts once, for who came first', async () => {
    const id = await fail('a');
    expect(await acknowledgements.acknowledge(`alert/${id}`, ALICE_TAKES, NO_DEADLINE)).toEqual(
      CHANGED,
    );
    expect(await acknowledgements.acknowledge(`alert/${id}`, BOB_TAKES, NO_DEADLINE)).toEqual(
      ALICE_WAS_FASTER,
    );
    expect(await acknowledgements.ofAlert(id)).toEqual({ acknowledged: BY_ALICE });
  });

  test('of a burst by two at once is of one of them', async () => {
    const first = await fail('first');
    await gather(first);
    const digests: Destination[] = [];
    for (const name of ['a', 'b', 'c', 'd']) digests.push(await gatherNew(name));
    const [one = NOWHERE, , , two = NOWHERE] = digests;
    await post(`alert/${first}`, one, two);
    expect(
      await Promise.all([
        acknowledgements.acknowledge(two, ALICE_TAKES, NO_DEADLINE),
        acknowledgements.acknowledge(one, BOB_TAKES, NO_DEADLINE),
      ]),
    ).toEqual([CHANGED, ALICE_WAS_FASTER]);
    for (const digest of [one, two]) {
      expect(await digestOf(digest)).toMatchObject({ acknowledged: BY_ALICE });
    }
    expect(await acknowledgements.ofAlert(first)).toEqual({ acknowledged: BY_ALICE });
  });

  test('of what is new does not change who looks after what was told before', async () => {
    const first = await fail('first');
    await gather(first);
    const one = await gatherNew('a');
    await post(`alert/${first}`, one);
    await acknowledgements.acknowledge(one, ALICE_TAKES, NO_DEADLINE);
    const two = await gatherNew('b');
    await post(two);
    expect(await acknowledgements.acknowledge(two, BOB_TAKES, NO_DEADLINE)).toEqual(CHANGED);
    expect(await digestOf(two)).toMatchObject({ acknowledged: BY_BOB });
    expect(await digestOf(one)).toMatchObject({ acknowledged: BY_ALICE });
    expect(await acknowledgements.ofAlert(first)).toEqual({ acknowledged: BY_ALICE });
  });

  test.each(['alert/gone', 'digest/failures/1', 'burst/other/1', 'nonsense', ''])(
    'of what is no longer kept, or never was, says so: %j',
    async (name) => {
      expect(await acknowledgements.acknowledge(name, ALICE_TAKES, NO_DEADLINE)).toEqual({
        kind: 'no-longer-kept',
      });
      expect(await server.redis.keys('*')).toEqual([]);
    },
  );
});

test('what no channel takes is told alone after all, once', async () => {
  await gatherNew('first');
  const id = await fail('a');
  const gathered = await gather(id);
  if (gathered.kind !== 'gathered') throw new Error('It is alone');
  const digest = digestNamed(gathered.destination.split('/')[2] ?? '');
  const [entry] = (await digests.load('failures', digest))?.entries ?? [];
  if (!entry) throw new Error('It has no entry');
  expect(await digests.ungather('failures', digest, entry, 'direct')).toBe(`alert/${id}`);
  await digests.ungather('failures', digest, entry, 'direct');
  expect(await server.redis.llen(keys.outbox(destinations.alert(id)))).toBe(1);
  expect((await gather(id)).kind).toBe('alone');
});

test('one whose message was deleted is owed anew, once, and calls nobody again', async () => {
  await gatherNew('first', false);
  const destination = await gatherNew('a');
  const digest = digestNamed(destination.split('/')[2] ?? '');
  await post(destination);
  expect(await digestOf(destination)).toMatchObject({ mentions: true });
  await server.redis.del(keys.outbox(destination));
  await digests.repost('failures', digest, '1.2');
  await digests.repost('failures', digest, '1.2');
  expect(await digestOf(destination)).toMatchObject({ mentions: false });
  expect(await server.redis.llen(keys.outbox(destination))).toBe(1);
});
