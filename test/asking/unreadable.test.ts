import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WatchId } from '../../src/watch/names.ts';
import { keys, startTestRedis, type TestRedis } from '../redis/with-redis.ts';
import { snapshotReading } from '../watch/build-record.ts';
import { ALICE, askingOn, BOB, operation, type TestAsking, urlOf } from './start-asking.ts';

let server: TestRedis;
let world: TestAsking;
let id: WatchId;
beforeAll(async () => {
  server = await startTestRedis();
});
beforeEach(async () => {
  await server.redis.flushdb();
  world = askingOn(server.connection, { read: async () => snapshotReading() });
  id = await world.begun(operation(1), ALICE);
  await world.begun(operation(2), ALICE);
});
afterEach(async () => {
  await world.close();
});
afterAll(async () => {
  await server.stop();
});

const saying = (words: string) => ({
  kind: 'refused',
  explanation: expect.stringContaining(words),
});
const isNewer = async () => await server.redis.hset(keys.watch(id), 'record', '{"schema":2}');

/** Those are not of the watch that can't be read. */
async function expectOthersWork(): Promise<void> {
  expect(await world.asking.list(ALICE, { scope: 'here', page: 1 })).toMatchObject({
    total: 1,
    unreadable: 1,
  });
  expect(await world.asking.status(ALICE, { operation: urlOf(operation(1)) })).toMatchObject({
    kind: 'status',
  });
  expect(await world.asking.watch(ALICE, { operation: urlOf(operation(3)) })).toMatchObject({
    kind: 'begun',
  });
  expect(await world.asking.stop(ALICE, operation(2).operationId)).toMatchObject({
    kind: 'stopped',
  });
  expect(await world.asking.stop(ALICE, operation(1).operationId)).toMatchObject(
    saying('some that I can’t read'),
  );
}

describe('what people ask for', () => {
  test('is refused politely of a watch that a newer version has stored, and done of others', async () => {
    await isNewer();
    const { asking } = world;
    const words = saying('A newer version of me has stored that watch');
    expect(await asking.stopWatch(BOB, id)).toMatchObject(words);
    expect(await asking.refresh(BOB, id)).toMatchObject(words);
    expect(await asking.watchAgain(ALICE, id)).toMatchObject(words);
    expect(await asking.stop(ALICE, urlOf(operation(1)))).toMatchObject(words);
    expect(await asking.watch(ALICE, { operation: urlOf(operation(1)) })).toMatchObject(words);
    await expectOthersWork();
    expect(await server.redis.hget(keys.watch(id), 'record')).toBe('{"schema":2}');
  });

  test.each([
    ['no record', () => server.redis.hset(keys.watch(id), 'record', 'null')],
    ['no number', () => server.redis.hset(keys.watch(id), 'version', 'x')],
    ['of another type', () => server.redis.set(keys.watch(id), 'x')],
  ])('works where a watch is %s; that operation is watched anew', async (_what, poison) => {
    await poison();
    const words = saying('I can’t read what I have stored of that');
    expect(await world.asking.stopWatch(BOB, id)).toMatchObject(words);
    expect(await world.asking.refresh(BOB, id)).toMatchObject(words);
    await expectOthersWork();
    expect(await world.asking.watch(ALICE, { operation: urlOf(operation(1)) })).toMatchObject({
      kind: 'begun',
    });
  });

  test('works where what all watches share is of another type', async () => {
    for (const name of [
      keys.live,
      keys.untaken,
      keys.owing,
      keys.edits,
      keys.editsLeased,
      keys.holds,
    ]) {
      await server.redis.del(name);
      await server.redis.set(name, 'x');
    }
    expect(await world.asking.list(ALICE, { scope: 'all', page: 1 })).toMatchObject({
      kind: 'list',
    });
    expect(await world.asking.watch(ALICE, { operation: urlOf(operation(3)) })).toMatchObject({
      kind: 'begun',
    });
    await world.read(id, snapshotReading());
    await server.redis.del(keys.edits);
    await server.redis.set(keys.edits, 'x');
    expect(await world.asking.stopWatch(ALICE, id)).toMatchObject({ kind: 'stopped' });
  });
});
