import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AcknowledgementStore } from '../../src/store/acknowledgement-store.ts';
import { begin } from '../../src/store/begin.ts';
import { EditLine } from '../../src/store/edit-line.ts';
import { keys } from '../../src/store/keys.ts';
import { OutboxStore } from '../../src/store/outbox-store.ts';
import { type Gathered, isStormyItem, StormStore } from '../../src/store/storm-store.ts';
import { WatchStore } from '../../src/store/watch-store.ts';
import { advance } from '../../src/watch/advance.ts';
import type { SnapshotReading } from '../../src/watch/reading.ts';
import { POLICY } from './test-policy.ts';
import { startTestRedis, type TestRedis } from './with-redis.ts';

const ESCALATE_MS = 900_000;
const STATE = keys.storms('failures');

let server: TestRedis;
let storms: StormStore;
let acknowledgements: AcknowledgementStore;
let outboxes: OutboxStore;
let watches: WatchStore;
beforeAll(async () => {
  server = await startTestRedis();
  watches = new WatchStore(server.redis, 3_600_000);
  outboxes = new OutboxStore(server.redis);
  acknowledgements = new AcknowledgementStore(server.redis);
  storms = new StormStore(server.redis, {
    mostLines: 3,
    escalateAfterMs: ESCALATE_MS,
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
async function fail(operationId: string): Promise<string> {
  const reference = { subscriptionId: 's', location: 'eastus', operationId };
  const asked = { channel: 'C1', askedBy: 'U1' };
  const begun = await begin(watches, reference, asked, Date.now(), POLICY);
  if (begun.kind === 'stands') throw new Error('It stands already');
  const { id } = begun.change.record;
  await watches.update(id, (record) => advance(record, reading('Failed'), Date.now(), POLICY));
  return id;
}

async function gather(id: string, mentions = true): Promise<Gathered> {
  const owed = await outboxes.head(`alert/${id}`);
  if (!owed || !isStormyItem(owed.item)) throw new Error('No alert is owed');
  const { record } = (await watches.load(id)) ?? {};
  return await storms.gather(
    { ...owed, item: owed.item },
    { operationId: record?.reference.operationId ?? '', cause: 'failed' },
    mentions,
  );
}

async function gatherNew(operationId: string, mentions = true): Promise<string> {
  const gathered = await gather(await fail(operationId), mentions);
  return gathered.kind === 'gathered' ? gathered.destination : gathered.kind;
}

/** As if so much time had passed. */
async function pass(ms: number): Promise<void> {
  for (const field of ['last', 'mentioned']) {
    if (await server.redis.hexists(STATE, field)) {
      await server.redis.hincrby(STATE, field, -ms);
    }
  }
}

async function pageOf(destination: string) {
  return await storms.page('failures', destination.split('/')[2] ?? '');
}

/** As if they stood in Slack. */
async function post(...messages: readonly string[]): Promise<void> {
  for (const message of messages) {
    const [kind, first = '', page = ''] = message.split('/');
    const owner = kind === 'storm' ? keys.page('failures', page) : keys.watch(first);
    await server.redis.hset(owner, 'alert:ts', '1.2');
  }
}

async function linesOf(destination: string): Promise<readonly string[]> {
  const page = await pageOf(destination);
  return page?.lines.map(({ operationId }) => operationId) ?? [];
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
    const destination = (await gather(id)) as { destination: string };
    expect(await gatherNew('b')).toBe(destination.destination);
    expect(await linesOf(destination.destination)).toEqual(['a', 'b']);
    expect(await outboxes.head(destination.destination)).toMatchObject({
      item: { kind: 'storm', storm: 'failures' },
    });
    expect(await outboxes.owing()).toContain(destination.destination);
    // Its details are still owed, the alert itself is not.
    expect(await outboxes.head(`alert/${id}`)).toBeUndefined();
    expect(await storms.pageOf(id)).toBe(destination.destination);
  });

  test('slower while a storm stands still belong to it, until there was none for a minute', async () => {
    await gatherNew('first');
    const page = await gatherNew('a');
    await pass(50_000);
    expect(await gatherNew('b')).toBe(page);
    await pass(61_000);
    expect(await gatherNew('c')).toBe('alone');
  });

  test('again and again, since a process died, are told once', async () => {
    const first = await fail('first');
    expect((await gather(first)).kind).toBe('alone');
    expect((await gather(first)).kind).toBe('alone');
    const id = await fail('a');
    const owed = await outboxes.head(`alert/${id}`);
    if (!owed || !isStormyItem(owed.item)) throw new Error('No alert is owed');
    const item = { ...owed, item: owed.item };
    expect((await storms.gather(item, { operationId: 'a', cause: 'failed' }, true)).kind).toBe(
      'gathered',
    );
    // And is asked for once more, in case that had been forgotten.
    expect(await storms.gather(item, { operationId: 'a', cause: 'failed' }, true)).toMatchObject({
      kind: 'settled',
      destination: expect.stringContaining('storm/failures/'),
    });
  });

  test('after they were tried alone stay alone', async () => {
    await gatherNew('first');
    const id = await fail('a');
    const owed = await outboxes.head(`alert/${id}`);
    if (!owed) throw new Error('No alert is owed');
    await outboxes.claim(owed, 'C0ONCALL', 10);
    expect((await gather(id)).kind).toBe('alone');
  });

  test('to a full page begin the next one, without a mention', async () => {
    await gatherNew('first');
    const pages = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) pages.push(await gatherNew(name));
    expect(new Set(pages).size).toBe(2);
    expect(await linesOf(pages[0] ?? '')).toEqual(['a', 'b', 'c']);
    expect(await linesOf(pages[4] ?? '')).toEqual(['d', 'e']);
    expect(await pageOf(pages[4] ?? '')).toMatchObject({ mentions: false });
  });

  test('to a long storm mention on-call again, in a new message, after ESCALATE_AFTER', async () => {
    await gatherNew('first');
    const page = await gatherNew('a');
    await server.redis.hincrby(STATE, 'mentioned', -ESCALATE_MS);
    const next = await gatherNew('b');
    expect(next).not.toBe(page);
    expect(await pageOf(next)).toMatchObject({ mentions: true });
    expect(await gatherNew('c')).toBe(next);
  });

  test('behind one that mentions nobody still mention on-call, once', async () => {
    expect(await gatherNew('canceled', false)).toBe('alone');
    expect(await pageOf(await gatherNew('canceled too', false))).toMatchObject({ mentions: false });
    const page = await gatherNew('failed');
    expect(await pageOf(page)).toMatchObject({ mentions: true });
    expect(await linesOf(page)).toEqual(['failed']);
    expect(await gatherNew('failed too')).toBe(page);
  });

  test('to a page that stands have it edited', async () => {
    await gatherNew('first');
    const destination = await gatherNew('a');
    const [, , page = ''] = destination.split('/');
    await server.redis.hset(keys.page('failures', page), 'alert:ts', '1.2');
    await gatherNew('b');
    expect(await server.redis.zrange(keys.edits, 0, '-1')).toContain(destination);
  });
});

describe('a page that stands', () => {
  test('and can’t be edited, since edits are held or fail, gets no more lines', async () => {
    await gatherNew('first');
    const one = await gatherNew('a');
    await post(one);
    expect(await gatherNew('b')).toBe(one);
    await new EditLine(server.redis, { intervalMs: 1 }).pause(60_000);
    const two = await gatherNew('c');
    expect(two).not.toBe(one);
    await server.redis.del(keys.holds);
    await post(two);
    await server.redis.hset(keys.page('failures', two.split('/')[2] ?? ''), 'alert:tries', 1);
    expect(await gatherNew('d')).not.toBe(two);
  });
});

describe('a storm that begins with what mentions nobody', () => {
  test('calls on-call for the first failure, though it was called for another storm lately', async () => {
    expect(await gatherNew('failed long ago')).toBe('alone');
    await pass(120_000);
    expect(await gatherNew('canceled', false)).toBe('alone');
    expect(await pageOf(await gatherNew('failed'))).toMatchObject({ mentions: true });
  });
});

describe('an acknowledgement', () => {
  const BY_ALICE = { by: 'UALICE', at: 1 };

  test('of a page counts for its whole storm, and what comes after it begins a new page', async () => {
    const first = await fail('first');
    await gather(first);
    const pages = [];
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) pages.push(await gatherNew(name));
    const [one = '', , , two = '', , , three = ''] = pages;
    await post(`alert/${first}`, one, two, three);
    expect(await acknowledgements.acknowledge(two, BY_ALICE)).toBe(true);
    for (const page of [one, two, three]) {
      expect(await pageOf(page)).toMatchObject({ acknowledged: BY_ALICE });
    }
    expect(await acknowledgements.ofAlert(first)).toEqual(BY_ALICE);
    const edits = new EditLine(server.redis, { intervalMs: 1 });
    const next = await edits.next();
    expect(next).toMatchObject({ kind: 'edit', taken: { message: { page: two.split('/')[2] } } });
    const later = await gatherNew('h');
    expect(later).not.toBe(three);
    expect((await pageOf(later))?.acknowledged).toBeUndefined();
  });

  test('does not count for what nobody has seen yet', async () => {
    const first = await fail('first');
    await gather(first);
    const pages = [];
    for (const name of ['a', 'b', 'c', 'd']) pages.push(await gatherNew(name));
    const [one = '', , , two = ''] = pages;
    await post(`alert/${first}`, one);
    expect(await acknowledgements.acknowledge(one, BY_ALICE)).toBe(true);
    expect((await pageOf(two))?.acknowledged).toBeUndefined();
  });

  test('counts once, for who came first', async () => {
    const id = await fail('a');
    expect(await acknowledgements.acknowledge(`alert/${id}`, BY_ALICE)).toBe(true);
    expect(await acknowledgements.acknowledge(`alert/${id}`, { by: 'UBOB', at: 2 })).toBe(true);
    expect(await acknowledgements.ofAlert(id)).toEqual(BY_ALICE);
  });

  test('of a storm by two at once is of one of them', async () => {
    const first = await fail('first');
    await gather(first);
    const pages = [];
    for (const name of ['a', 'b', 'c', 'd']) pages.push(await gatherNew(name));
    const [one = '', , , two = ''] = pages;
    await post(`alert/${first}`, one, two);
    expect(
      await Promise.all([
        acknowledgements.acknowledge(two, BY_ALICE),
        acknowledgements.acknowledge(one, { by: 'UBOB', at: 2 }),
      ]),
    ).toEqual([true, true]);
    for (const page of [one, two]) {
      expect(await pageOf(page)).toMatchObject({ acknowledged: BY_ALICE });
    }
    expect(await acknowledgements.ofAlert(first)).toEqual(BY_ALICE);
  });

  test('of what is new does not change who looks after what was told before', async () => {
    const first = await fail('first');
    await gather(first);
    const one = await gatherNew('a');
    await post(`alert/${first}`, one);
    await acknowledgements.acknowledge(one, BY_ALICE);
    const two = await gatherNew('b');
    await post(two);
    const byBob = { by: 'UBOB', at: 2 };
    expect(await acknowledgements.acknowledge(two, byBob)).toBe(true);
    expect(await pageOf(two)).toMatchObject({ acknowledged: byBob });
    expect(await pageOf(one)).toMatchObject({ acknowledged: BY_ALICE });
    expect(await acknowledgements.ofAlert(first)).toEqual(BY_ALICE);
  });

  test.each(['alert/gone', 'storm/failures/1', 'storm/other/1', 'nonsense', ''])(
    'of what is no longer kept, or never was, says so: %j',
    async (name) => {
      expect(await acknowledgements.acknowledge(name, BY_ALICE)).toBe(false);
      expect(await server.redis.keys('*')).toEqual([]);
    },
  );
});

test('what no channel takes is told alone after all, once', async () => {
  await gatherNew('first');
  const id = await fail('a');
  const gathered = await gather(id);
  if (gathered.kind !== 'gathered') throw new Error('It is alone');
  const [, , page = ''] = gathered.destination.split('/');
  const [line] = (await storms.page('failures', page))?.lines ?? [];
  if (!line) throw new Error('It has no line');
  expect(await storms.ungather('failures', page, line, 2)).toBe(`alert/${id}`);
  await storms.ungather('failures', page, line, 2);
  expect(await server.redis.llen(keys.outbox(`alert/${id}`))).toBe(1);
  expect((await gather(id)).kind).toBe('alone');
});
