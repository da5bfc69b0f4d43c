import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestRedis, type TestRedis } from '../redis/with-redis.ts';
import { DAY, START } from '../watch/build-record.ts';
import { ALICE, askingOn, BOB, operation, type TestAsking, urlOf } from './start-asking.ts';

let server: TestRedis;
let world: TestAsking;
beforeAll(async () => {
  server = await startTestRedis();
});
beforeEach(async () => {
  await server.redis.flushdb();
  world = askingOn(server.connection, { admins: [ALICE.user] });
});
afterEach(async () => {
  await world.close();
});
afterAll(async () => {
  await server.stop();
});

const trail = async (page = 1) => {
  const answer = await world.asking.audit(ALICE, { page });
  if (answer.kind !== 'audit') throw new Error(answer.explanation);
  return answer;
};

test('tells an admin who has changed what, where, when, and how that was answered', async () => {
  const { operationId } = operation(1);
  const signed = `${urlOf(operation(1))}&t=638&c=secret&s=signature`;
  await world.asking.watch(BOB, { operation: signed });
  await world.asking.stop(BOB, operationId);
  await world.asking.stop(BOB, 'no such');
  const [id = ''] = (await world.kept()).flatMap((key) => /watch:(.+)/.exec(key)?.[1] ?? []);
  const name = `alert/${id}`;
  await world.asking.acknowledge(BOB, { name, seenAt: 0, verb: { kind: 'take-back' } });
  await world.asking.list(BOB, { scope: 'all', page: 1 });
  const bob = { at: START, by: BOB.user, channel: BOB.channel };
  const about = [operationId];
  expect(await trail()).toEqual({
    kind: 'audit',
    page: 1,
    pages: 1,
    total: 4,
    entries: [
      { ...bob, verb: 'take-back', about, outcome: 'refused' },
      { ...bob, verb: 'stop', about: [], outcome: 'refused' },
      { ...bob, verb: 'stop', about, outcome: 'stopped' },
      { ...bob, verb: 'watch', about, outcome: 'begun' },
    ],
  });
  expect(JSON.stringify(await trail())).not.toMatch(/secret|signature/);
});

test('is turned page by page, and forgets what is older than HISTORY_FOR', async () => {
  const entry = { by: BOB.user, channel: BOB.channel, verb: 'stop', about: [], outcome: 'stopped' };
  await world.audit.note({ ...entry, at: START - 31 * DAY });
  for (let at = 1; at <= 25; at++) await world.audit.note({ ...entry, at: START + at });
  expect(await trail(2)).toMatchObject({ page: 2, pages: 2, total: 25 });
  expect(await trail(9)).toMatchObject({ page: 2 });
});

test('names who was turned away, and however often, that takes no room from what was changed', async () => {
  const entry = { by: BOB.user, channel: BOB.channel, verb: 'stop', about: [], outcome: 'stopped' };
  await world.audit.note({ ...entry, at: START - 1 });
  await world.asking.turnedAway(BOB, 'done', 'alert/w-1');
  expect((await trail()).entries).toMatchObject([
    { by: BOB.user, verb: 'done', about: ['alert/w-1'], outcome: 'turned away' },
    { outcome: 'stopped' },
  ]);
  const flood = Array.from({ length: 1200 }, (_, at) => ({ ...entry, at: START + at }));
  await Promise.all(flood.map((each) => world.audit.noteTurnedAway(each)));
  expect(await trail(99)).toMatchObject({ total: 1001, entries: { length: 1 } });
  expect((await trail(99)).entries.at(-1)).toMatchObject({ outcome: 'stopped' });
});

test('is refused to others, and to everybody where nobody is named', async () => {
  expect(await world.asking.audit(BOB, { page: 1 })).toMatchObject({
    kind: 'refused',
    explanation: expect.stringContaining('ADMINS'),
  });
  const open = askingOn(server.connection);
  expect(await open.asking.audit(ALICE, { page: 1 })).toMatchObject({ kind: 'refused' });
  await open.close();
});
