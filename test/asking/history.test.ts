import { expect, test } from 'vitest';
import type { HistoryAnswer, HistoryWish } from '../../src/asking/history.ts';
import { channelNamed } from '../names.ts';
import { keys } from '../redis/with-redis.ts';
import {
  backup,
  DAY,
  GIB,
  HOUR,
  MINUTE,
  SERVER_ID,
  START,
  snapshotReading,
} from '../watch/build-record.ts';
import { ALICE, askingOn, BOB, CAROL, operation, type TestAsking } from './start-asking.ts';
import { useAsking } from './use-asking.ts';

const here = useAsking();

/** Somebody's watch of an operation that has ended. */
async function ended(
  number: number,
  asker: Parameters<TestAsking['begun']>[1],
  { status = 'Succeeded', took = 30 * MINUTE, name = 'srv1' } = {},
): Promise<void> {
  const id = await here.world.begun(operation(number), asker);
  const reading = snapshotReading({
    status,
    startedAt: START - took - number * MINUTE,
    endedAt: START - number * MINUTE,
    serverId: SERVER_ID.replace('srv1', name),
    work: backup(GIB, GIB),
  });
  await here.world.read(id, reading);
}

/** Which operations are told of, by the last digit of their ids, and where. */
function told({ entries }: HistoryAnswer): readonly string[] {
  return entries
    .map(({ record, channel }) => `${record.reference.operationId.at(-1)} ${channel}`)
    .sort();
}

const history = (wish: Partial<HistoryWish> = {}, asker = ALICE) =>
  here.world.asking.history(asker, { page: 1, ...wish });

test('tells what has ended, but not what stands in private elsewhere, nor what goes on', async () => {
  await ended(1, ALICE);
  await ended(2, { ...CAROL, isPrivate: true });
  await ended(3, { ...CAROL, channel: channelNamed('C0OTHER') });
  await here.world.begun(operation(4), ALICE);
  expect(told(await history())).toEqual(['1 C0DBA', '3 C0OTHER']);
  expect(told(await history({}, CAROL))).toEqual(['1 C0DBA', '2 C0SHOP', '3 C0OTHER']);
  expect(told(await history({}, { ...BOB, channel: channelNamed('C0SHOP') }))).toContain(
    '2 C0SHOP',
  );
});

test('shows the card of one’s own channel where there are several', async () => {
  const id = await here.world.begun(operation(1), CAROL);
  await here.world.begun(operation(1), ALICE);
  await here.world.read(id, snapshotReading({ status: 'Succeeded' }));
  expect(told(await history())).toEqual(['1 C0DBA']);
  expect(told(await history({}, CAROL))).toEqual(['1 C0SHOP']);
});

test('finds by server, by label, and those that failed', async () => {
  await ended(1, { ...ALICE, label: 'Nightly “export”' });
  await ended(2, ALICE, { name: 'srv2' });
  await ended(3, ALICE, { status: 'Failed', name: 'srv2' });
  expect(told(await history({ name: 'SRV2' }))).toEqual(['2 C0DBA', '3 C0DBA']);
  expect(told(await history({ name: 'nightly “export' }))).toEqual(['1 C0DBA']);
  expect(told(await history({ onlyFailed: true }))).toEqual(['3 C0DBA']);
});

test('never finds by a label that stands in private elsewhere, nor suggests it', async () => {
  await ended(1, { ...CAROL, isPrivate: true, label: 'merger' });
  const answer = await history({ name: 'merger' });
  expect(told(answer)).toEqual([]);
  expect((await history({ name: 'mergr' })).nearest).toBeUndefined();
});

test('tells how long a server takes as a rule, in bare figures of what stands in private, too', async () => {
  for (const [index, took] of [20, 30, 40].entries()) {
    await ended(index + 1, { ...CAROL, isPrivate: index > 0 }, { took: took * MINUTE });
  }
  const answer = await history({ name: 'srv1' });
  expect(told(answer)).toEqual(['1 C0SHOP']);
  expect(answer.usual).toMatchObject({ runs: 3, usual: [22 * 60, 38 * 60] });
});

test('counts an operation that was watched twice as one run', async () => {
  await ended(1, ALICE);
  await ended(1, ALICE);
  expect((await history({ name: 'srv1' })).usual).toEqual({ runs: 1 });
});

test('goes back as far as is said, and no further than ended watches are kept', async () => {
  await ended(1, ALICE);
  here.world = askingOn(here.server.connection, { now: () => START + 2 * HOUR });
  await expect(history({ withinMs: HOUR })).resolves.toMatchObject({ total: 0 });
  await expect(history({ withinMs: 3 * HOUR })).resolves.toMatchObject({ total: 1 });
  here.world = askingOn(here.server.connection, { now: () => START + 31 * DAY });
  await expect(history({ withinMs: 100 * DAY })).resolves.toMatchObject({ total: 0 });
});

test('comes in pages, the last one instead of one behind it', async () => {
  for (let number = 0; number < 12; number++) await ended(number, ALICE);
  await expect(history()).resolves.toMatchObject({ page: 1, pages: 2, total: 12, more: 2 });
  const last = await history({ page: 9 });
  expect(last).toMatchObject({ page: 2, more: 0 });
  expect(last.entries).toHaveLength(2);
});

test('is empty where what is remembered holds something else, and begins anew with the next end', async () => {
  await here.server.redis.set(keys.ended, 'x');
  await expect(history()).resolves.toMatchObject({ total: 0 });
  await ended(1, ALICE);
  await here.world.aside.setKeysAside();
  await ended(2, ALICE);
  expect(told(await history())).toEqual(['2 C0DBA']);
});
