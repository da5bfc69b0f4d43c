import { expect, test } from 'vitest';
import { DAY, START } from '../watch/build-record.ts';
import { ALICE, askingOn, BOB, operation, urlOf } from './start-asking.ts';
import { useAsking } from './use-asking.ts';

const here = useAsking({ admins: [ALICE.user] });

const trail = async (page = 1) => {
  const answer = await here.world.asking.audit(ALICE, { page });
  if (answer.kind !== 'audit') throw new Error(answer.explanation);
  return answer;
};

test('tells an admin who has changed what, where, when, and how that was answered', async () => {
  const { operationId } = operation(1);
  const signed = `${urlOf(operation(1))}&t=638&c=secret&s=signature`;
  await here.world.asking.watch(BOB, { operation: signed });
  await here.world.asking.stop(BOB, operationId);
  await here.world.asking.stop(BOB, 'no such');
  const [id = ''] = (await here.world.kept()).flatMap((key) => /watch:(.+)/.exec(key)?.[1] ?? []);
  const name = `alert/${id}`;
  await here.world.asking.acknowledge(BOB, { name, seenAt: 0, verb: { kind: 'take-back' } });
  await here.world.asking.list(BOB, { scope: 'all', page: 1 });
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
  await here.world.audit.note({ ...entry, at: START - 31 * DAY });
  for (let at = 1; at <= 25; at++) await here.world.audit.note({ ...entry, at: START + at });
  expect(await trail(2)).toMatchObject({ page: 2, pages: 2, total: 25 });
  expect(await trail(9)).toMatchObject({ page: 2 });
});

test('names who was turned away, and however often, that takes no room from what was changed', async () => {
  const entry = { by: BOB.user, channel: BOB.channel, verb: 'stop', about: [], outcome: 'stopped' };
  await here.world.audit.note({ ...entry, at: START - 1 });
  await here.world.asking.turnedAway(BOB, 'done', 'alert/w-1');
  expect((await trail()).entries).toMatchObject([
    { by: BOB.user, verb: 'done', about: ['alert/w-1'], outcome: 'turned away' },
    { outcome: 'stopped' },
  ]);
  const flood = Array.from({ length: 1200 }, (_, at) => ({ ...entry, at: START + at }));
  await Promise.all(flood.map((each) => here.world.audit.noteTurnedAway(each)));
  expect(await trail(99)).toMatchObject({ total: 1001, entries: { length: 1 } });
  expect((await trail(99)).entries.at(-1)).toMatchObject({ outcome: 'stopped' });
});

test('is refused to others, and to everybody where nobody is named', async () => {
  expect(await here.world.asking.audit(BOB, { page: 1 })).toMatchObject({
    kind: 'refused',
    explanation: expect.stringContaining('ADMINS'),
  });
  const open = askingOn(here.server.connection);
  expect(await open.asking.audit(ALICE, { page: 1 })).toMatchObject({ kind: 'refused' });
  await open.close();
});
