import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { watchNamed } from '../names.ts';
import { startTestRedis, type TestRedis } from '../redis/with-redis.ts';
import { snapshotReading } from '../watch/build-record.ts';
import { ALICE, askingOn, BOB, CAROL, operation, type TestAsking, urlOf } from './start-asking.ts';

let server: TestRedis;
let world: TestAsking;
beforeAll(async () => {
  server = await startTestRedis();
});
beforeEach(async () => {
  await server.redis.flushdb();
  world = askingOn(server.connection);
});
afterEach(async () => {
  await world.close();
});
afterAll(async () => {
  await server.stop();
});

const refused = (words: string) => ({
  kind: 'refused',
  explanation: expect.stringContaining(words),
});

describe('notes off', () => {
  test.each([
    ['its URL', urlOf(operation(1))],
    ['its id', operation(1).operationId],
    ['its label', 'nightly export'],
  ])('by %s, and on again', async (_what, name) => {
    const id = await world.begun(operation(1), { ...ALICE, label: 'nightly export' });
    const isQuiet = async () => (await world.record(id)).cards[0]?.isQuiet ?? false;
    const off = await world.asking.quiet(BOB, { operation: name, isQuiet: true });
    expect(off).toMatchObject({ kind: 'card-changed', isQuiet: true });
    expect(await isQuiet()).toBe(true);
    const on = await world.asking.quiet(BOB, { operation: name, isQuiet: false });
    expect(on).toMatchObject({ kind: 'card-changed', isQuiet: false });
    expect(await isQuiet()).toBe(false);
    expect(world.logged('watch.card_changed')).toMatchObject([
      { watch: id, user: 'U0BOB', wish: 'quiet' },
      { watch: id, user: 'U0BOB', wish: 'quiet-off' },
    ]);
  });

  test('twice is off, and logged once', async () => {
    const id = await world.begun(operation(1), ALICE);
    await world.asking.quietCard(ALICE, id, true);
    expect(await world.asking.quietCard(BOB, id, true)).toMatchObject({ isQuiet: true });
    expect(world.logged('watch.card_changed')).toHaveLength(1);
  });

  test('of nothing named offers what there is', async () => {
    await world.begun(operation(1), ALICE);
    expect(await world.asking.quiet(ALICE, { operation: '', isQuiet: false })).toMatchObject({
      kind: 'choice',
      verb: 'quiet off',
      total: 1,
    });
  });
});

describe('who wishes to be told at the end', () => {
  test('is noted, and taken off by the next press', async () => {
    const id = await world.begun(operation(1), ALICE);
    const told = async () => (await world.record(id)).cards[0]?.tellAlso;
    expect(await world.asking.tellAtEnd(BOB, id)).toMatchObject({ kind: 'card-changed' });
    expect(await told()).toEqual(['U0BOB']);
    await world.asking.tellAtEnd(BOB, id);
    expect(await told()).toBeUndefined();
  });

  test('is told why not', async () => {
    const id = await world.begun(operation(1), ALICE);
    expect(await world.asking.tellAtEnd(ALICE, id)).toMatchObject(refused('anyway'));
    await world.asking.stopWatch(ALICE, id);
    expect(await world.asking.tellAtEnd(BOB, id)).toMatchObject(refused('ended already'));
    const ended = await world.begun(operation(2), ALICE);
    await world.read(ended, snapshotReading({ status: 'Succeeded' }));
    expect(await world.asking.tellAtEnd(BOB, ended)).toMatchObject(refused('ended already'));
    const elsewhere = await world.begun(operation(3), ALICE);
    await world.begun(operation(3), CAROL);
    await world.asking.stopWatch(ALICE, elsewhere);
    expect(await world.asking.tellAtEnd(BOB, elsewhere)).toMatchObject(refused('has stopped'));
  });

  test('is told that the watch is forgotten', async () => {
    const forgotten = { kind: 'forgotten' };
    expect(await world.asking.tellAtEnd(BOB, watchNamed('w-gone'))).toMatchObject(forgotten);
    const id = await world.begun(operation(1), CAROL);
    expect(await world.asking.tellAtEnd(BOB, id)).toMatchObject(forgotten);
    expect(await world.asking.quietCard(BOB, id, true)).toMatchObject(forgotten);
  });
});
