import { describe, expect, test } from 'vitest';
import type { Reading } from '../../src/watch/reading.ts';
import { watchNamed } from '../names.ts';
import { failure, snapshotReading } from '../watch/build-record.ts';
import { ALICE, askingOn, BOB, CAROL, operation, REACH } from './start-asking.ts';
import { useAsking } from './use-asking.ts';

const REFERENCE = operation(1);

const here = useAsking();

/** A watch that has ended in both channels. */
async function ended() {
  const id = await here.world.begun(REFERENCE, { ...ALICE, label: 'nightly', isPrivate: true });
  await here.world.begun(REFERENCE, { ...CAROL, label: 'hourly' });
  await here.world.asking.stopWatch(ALICE, id);
  await here.world.asking.stopWatch(CAROL, id);
  return id;
}

test('begins a watch for the presser, as that channel’s card was asked for', async () => {
  const id = await ended();
  expect(await here.world.asking.watchAgain(BOB, id)).toMatchObject({
    kind: 'begun',
    reference: REFERENCE,
  });
  const [again = watchNamed('')] = await here.world.watches.liveIds();
  expect(again).not.toBe(id);
  expect((await here.world.record(again)).cards).toMatchObject([
    { channel: 'C0DBA', askedBy: 'U0BOB', label: 'nightly', isPrivate: true },
  ]);
});

test('joins the watch that somebody has begun meanwhile', async () => {
  const id = await ended();
  await here.world.asking.watchAgain(CAROL, id);
  expect(await here.world.asking.watchAgain(BOB, id)).toMatchObject({ kind: 'joined' });
  expect(await here.world.watches.liveIds()).toHaveLength(1);
});

test('is refused where the watch is no longer kept, or may no longer be read', async () => {
  expect(await here.world.asking.watchAgain(BOB, watchNamed('w-gone'))).toMatchObject({
    kind: 'forgotten',
    explanation: expect.stringContaining('no longer remember that watch'),
  });
  const id = await ended();
  const { asking, close } = askingOn(here.server.connection, {
    reach: { ...REACH, subscriptions: [] },
  });
  expect(await asking.watchAgain(BOB, id)).toMatchObject({
    kind: 'refused',
    explanation: expect.stringContaining('AZURE_SUBSCRIPTIONS'),
  });
  await close();
  expect(await here.world.watches.liveIds()).toEqual([]);
});

describe('of what Azure had ended', () => {
  /** Its watch has ended; from now on, Azure answers this. */
  async function endedAnd(reading: Reading) {
    const id = await here.world.begun(REFERENCE, { ...ALICE, label: 'nightly' });
    await here.world.read(id, snapshotReading({ status: 'Failed' }));
    return { id, again: askingOn(here.server.connection, { read: async () => reading }) };
  }

  test('says how it ended, where Azure still does', async () => {
    const { id, again } = await endedAnd(snapshotReading({ status: 'Failed' }));
    expect(await again.asking.watchAgain(BOB, id)).toMatchObject({
      kind: 'ended-still',
      record: { ending: { verdict: 'failed' } },
    });
    expect(await here.world.watches.liveIds()).toEqual([]);
    await again.close();
  });

  test('begins where it goes on, once', async () => {
    const { id, again } = await endedAnd(snapshotReading());
    expect(await again.asking.watchAgain(BOB, id)).toMatchObject({ kind: 'begun' });
    expect(await again.asking.watchAgain(ALICE, id)).toMatchObject({ kind: 'stands' });
    expect(await here.world.watches.liveIds()).toHaveLength(1);
    await again.close();
  });

  test.each([
    ['forgotten by Azure', failure('not-found'), 'no longer knows that operation'],
    ['can’t be read', failure('forbidden'), 'I can’t look at the moment'],
  ])('leaves it at that where it is %s', async (_what, reading, words) => {
    const { id, again } = await endedAnd(reading);
    expect(await again.asking.watchAgain(BOB, id)).toMatchObject({
      kind: 'refused',
      explanation: expect.stringContaining(words),
    });
    expect(await here.world.watches.liveIds()).toEqual([]);
    await again.close();
  });
});
