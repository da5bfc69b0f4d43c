import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { begin } from '../../src/asking/begin.ts';
import { NO_DEADLINE } from '../../src/redis/deadline.ts';
import { EditQueue, type LeasedEdit } from '../../src/redis/edit-queue.ts';
import { WatchStore } from '../../src/redis/watch-store.ts';
import { nameOfMessage, type WatchId } from '../../src/watch/names.ts';
import { cardNamed, channelNamed, userNamed, watchNamed } from '../names.ts';
import { POLICY } from './test-policy.ts';
import { keys, startTestRedis, type TestRedis } from './with-redis.ts';

let server: TestRedis;
let line: EditQueue;
beforeAll(async () => {
  server = await startTestRedis();
});
beforeEach(async () => {
  await server.redis.flushdb();
  line = new EditQueue(server.connection, { intervalMs: 60_000, leaseMs: 60_000 });
});
afterAll(async () => {
  await server.stop();
});

const card = (name: string) =>
  ({ kind: 'card', watchId: watchNamed(name), cardKey: cardNamed('C1-1') }) as const;
const alert = (name: string) => ({ kind: 'alert', watchId: watchNamed(name) }) as const;

async function takeNext(): Promise<LeasedEdit> {
  const next = await line.next();
  if (next.kind !== 'edit') throw new Error(`There was nothing to take: ${JSON.stringify(next)}`);
  return next.edit;
}

/** In which order the messages come. */
async function order(): Promise<readonly string[]> {
  const names: string[] = [];
  for (;;) {
    const next = await line.next();
    if (next.kind !== 'edit') return names;
    names.push(nameOfMessage(next.edit.message));
    await line.settle(next.edit);
  }
}

describe('the edit queue', () => {
  test('gives what is urgent first, and among equals what has waited longest', async () => {
    await line.mark('progress', card('first'));
    await tick();
    await line.mark('progress', card('second'));
    await line.mark('touched', card('refreshed'));
    await line.mark('ending', card('ended'));
    await line.mark('onCall', alert('failed'));
    await line.mark('acknowledged', alert('pressed'));
    expect(await order()).toEqual([
      'alert/pressed',
      'alert/failed',
      'card/ended/C1-1',
      'card/refreshed/C1-1',
      'card/first/C1-1',
      'card/second/C1-1',
    ]);
  });

  test('gives a card that merely progresses its share, whatever ends or is pressed meanwhile', async () => {
    let chance = 0.19;
    line = new EditQueue(server.connection, {
      intervalMs: 1,
      leaseMs: 60_000,
      chance: () => chance,
    });
    await line.mark('progress', card('progressing'), card('other'));
    await line.mark('touched', card('refreshed'));
    await line.mark('ending', card('ended'));
    await line.mark('onCall', alert('failed'));
    const names = [];
    for (chance of [0.19, 0.19, 0.2, 0.19, 0])
      names.push(nameOfMessage((await takeNext()).message));
    expect(names).toEqual([
      // Nothing goes before what on-call is to know.
      'alert/failed',
      expect.stringMatching(/^card\/(?:progressing|other)/),
      'card/ended/C1-1',
      expect.stringMatching(/^card\/(?:progressing|other)/),
      'card/refreshed/C1-1',
    ]);
    expect(new Set(names).size).toBe(5);
  });

  test('holds a message once, in its oldest place, or a more urgent one', async () => {
    await line.mark('progress', card('first'));
    await tick();
    await line.mark('progress', card('second'), card('third'));
    await tick();
    await line.mark('progress', card('first'));
    await line.mark('ending', card('third'));
    expect(await order()).toEqual(['card/third/C1-1', 'card/first/C1-1', 'card/second/C1-1']);
  });

  test('gives a message to one process at a time, and anew where it changed meanwhile', async () => {
    await line.mark('progress', card('one'));
    const edit = await takeNext();
    await line.mark('progress', card('one'));
    expect((await line.next()).kind).toBe('wait');
    await line.settle(edit);
    expect((await takeNext()).message).toEqual(card('one'));
  });

  test('gives what a dead process has edit to another', async () => {
    line = new EditQueue(server.connection, { intervalMs: 1, leaseMs: 1 });
    await line.mark('progress', card('one'));
    await takeNext();
    await tick();
    expect((await takeNext()).message).toEqual(card('one'));
  });

  test('lets one edit go at a time, whoever asks', async () => {
    await line.mark('progress', card('one'), card('two'), card('three'));
    const [one, two] = [await takeNext(), await takeNext()];
    expect(await line.takeTurn(one)).toMatchObject({ kind: 'granted' });
    const other = new EditQueue(server.connection, { intervalMs: 60_000 });
    const turn = await other.takeTurn(two);
    expect(turn).toMatchObject({ kind: 'wait' });
    expect(turn.kind === 'wait' && turn.ms).toBeGreaterThan(50_000);
    expect(await other.next()).toMatchObject({ kind: 'wait' });
  });

  test('gives no turn to whoever has lost the message, and looks again at what they may have overwritten', async () => {
    line = new EditQueue(server.connection, { intervalMs: 1, leaseMs: 1 });
    await server.redis.hset(keys.watch(watchNamed('one')), 'version', '1');
    await line.mark('progress', card('one'));
    const late = await takeNext();
    await tick();
    line = new EditQueue(server.connection, { intervalMs: 1, leaseMs: 60_000 });
    const newer = await takeNext();
    expect(await line.takeTurn(late)).toEqual({ kind: 'lost' });
    await line.settle(newer, 'the ending');
    await line.settle(late, 'an older look');
    expect(await server.redis.hget(keys.watch(watchNamed('one')), 'card:C1-1:shown')).toBeNull();
    expect((await takeNext()).message).toEqual(card('one'));
  });

  test('keeps the place of what is given back', async () => {
    await line.mark('progress', card('first'));
    await tick();
    await line.mark('progress', card('second'));
    await line.giveBack(await takeNext());
    expect(await order()).toEqual(['card/first/C1-1', 'card/second/C1-1']);
  });

  test('leaves a message alone that Slack does not take, but no other, and keeps its place', async () => {
    await line.mark('ending', card('bad'));
    await line.mark('progress', card('good'), card('other'));
    await server.redis.hset(keys.watch(watchNamed('bad')), 'version', '1');
    const edit = await takeNext();
    expect(await line.putOff(edit)).toMatchObject({ tries: 1 });
    await line.mark('progress', card('bad'));
    const good = await takeNext();
    expect(good.message).toEqual(card('good'));
    await server.redis.zadd(keys.editsLeased, 1, 'card/bad/C1-1');
    expect(await order()).toEqual(['card/bad/C1-1', 'card/other/C1-1']);
  });

  test('is not held up by any number of messages that Slack does not take', async () => {
    // However long this takes: their pauses are not over.
    for (const message of await server.redis.zrange(keys.editsLeased, 0, '-1')) {
      await server.redis.zadd(keys.editsLeased, Date.now() + 60_000, message);
    }
    for (let at = 0; at < 100; at++) await line.mark('progress', card(`bad-${at}`));
    for (let at = 0; at < 100; at++) {
      const edit = await takeNext();
      await line.putOff(edit);
      // However long this takes: its pause is not over.
      await server.redis.zadd(keys.editsLeased, Date.now() + 60_000, nameOfMessage(edit.message));
    }
    for (let at = 0; at < 100; at++) await line.mark('progress', card(`bad-${at}`));
    await line.mark('progress', card('good'));
    expect((await takeNext()).message).toEqual(card('good'));
  });

  test('waits as long as Slack asks, and for its sign-in until that is mended', async () => {
    await line.mark('ending', card('one'));
    await line.pause(60_000);
    expect(await line.next()).toMatchObject({ kind: 'wait', ms: expect.any(Number) });
    await line.resume();
    expect((await line.next()).kind).toBe('wait');
    await server.redis.del(keys.holds);
    await line.waitForSignIn(60_000);
    expect((await line.next()).kind).toBe('wait');
    await line.resume();
    expect((await line.next()).kind).toBe('edit');
  });

  test('does not wait for hours because the clock was set back', async () => {
    const inHours = Date.now() + 5 * 3_600_000;
    await server.redis.zadd(keys.edits, 5e13 + inHours, 'card/one/C1-1');
    await server.redis.set(keys.editPace, inHours);
    expect(await line.takeTurn(await takeNext())).toMatchObject({ kind: 'granted' });
  });

  test('drops what is no message of ours', async () => {
    await server.redis.zadd(keys.edits, 1, 'garbage');
    await line.mark('progress', card('one'));
    await line.next();
    expect(await order()).toEqual(['card/one/C1-1']);
  });

  test('takes back what has a lease that would never end, and what has lost its place', async () => {
    await server.redis.zadd(keys.editsLeased, '+inf', 'card/one/C1-1');
    const edit = await takeNext();
    expect(edit.message).toEqual(card('one'));
    await server.redis.del(keys.editPlaces);
    await line.giveBack(edit);
    expect((await takeNext()).message).toEqual(card('one'));
  });

  test('never brings back a record that is no longer kept', async () => {
    await line.mark('ending', card('gone'));
    const edit = await takeNext();
    await line.settle(edit, 'look');
    expect(await server.redis.keys('*')).toEqual([]);
  });
});

/** Until Redis' clock shows another millisecond. */
async function tick(): Promise<void> {
  const before = await server.redis.time();
  const now = async () => (await server.redis.time()).map(Number);
  const [seconds = 0, micros = 0] = before.map(Number);
  for (;;) {
    const [s = 0, m = 0] = await now();
    if ((s - seconds) * 1000 + Math.floor(m / 1000) - Math.floor(micros / 1000) >= 2) return;
  }
}

describe('cards', () => {
  let watches: WatchStore;
  beforeEach(() => {
    watches = new WatchStore(server.connection, 3_600_000);
  });

  /** One that somebody watches. */
  async function watchOf(asker: string, operationId: string): Promise<WatchId> {
    const reference = { subscriptionId: 's', location: 'eastus', operationId };
    const asked = { channel: channelNamed('C1'), askedBy: userNamed(asker) };
    const begun = await begin(watches, reference, asked, Date.now(), POLICY, NO_DEADLINE);
    if (begun.kind === 'stands') throw new Error('It stands already');
    return begun.change.record.id;
  }

  const progress = async (id: WatchId) =>
    await watches.update(
      id,
      (record) => ({ record, outbox: [], changedCards: [cardNamed('C1-1')] }),
      { deadline: NO_DEADLINE },
    );

  test('that progress are edited in turn: first the one that was looked at longest ago', async () => {
    const ids: WatchId[] = [];
    for (const operationId of ['a', 'b', 'c']) ids.push(await watchOf('U1', operationId));
    for (const id of ids) {
      await progress(id);
      await line.settle(await takeNext(), 'look');
      await tick();
    }
    // Marked the other way round.
    for (const id of ids.toReversed()) {
      await progress(id);
      await tick();
    }
    expect(await order()).toEqual(ids.map((id) => `card/${id}/C1-1`));
  });

  test('of whoever fills the queue with theirs do not keep another’s waiting', async () => {
    for (let index = 0; index < 100; index++) await progress(await watchOf('U1', `hers-${index}`));
    await tick();
    const his = await watchOf('U2', 'his');
    await progress(his);
    // Behind what anybody may have changed at once.
    const place = (await order()).indexOf(`card/${his}/C1-1`);
    expect(place).toBeGreaterThan(0);
    expect(place).toBeLessThanOrEqual(25);
  });
});
