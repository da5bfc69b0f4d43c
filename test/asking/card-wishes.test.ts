import { describe, expect, test } from 'vitest';
import { watchNamed } from '../names.ts';
import { snapshotReading } from '../watch/build-record.ts';
import { ALICE, BOB, CAROL, operation, urlOf } from './start-asking.ts';
import { useAsking } from './use-asking.ts';

const here = useAsking();

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
    const id = await here.world.begun(operation(1), { ...ALICE, label: 'nightly export' });
    const isQuiet = async () => (await here.world.record(id)).cards[0]?.isQuiet ?? false;
    const off = await here.world.asking.quiet(BOB, { operation: name, isQuiet: true });
    expect(off).toMatchObject({ kind: 'card-changed', isQuiet: true });
    expect(await isQuiet()).toBe(true);
    const on = await here.world.asking.quiet(BOB, { operation: name, isQuiet: false });
    expect(on).toMatchObject({ kind: 'card-changed', isQuiet: false });
    expect(await isQuiet()).toBe(false);
    expect(here.world.logged('watch.card_changed')).toMatchObject([
      { watch: id, user: 'U0BOB', wish: 'quiet' },
      { watch: id, user: 'U0BOB', wish: 'quiet-off' },
    ]);
  });

  test('twice is off, and logged once', async () => {
    const id = await here.world.begun(operation(1), ALICE);
    await here.world.asking.quietCard(ALICE, id, true);
    expect(await here.world.asking.quietCard(BOB, id, true)).toMatchObject({ isQuiet: true });
    expect(here.world.logged('watch.card_changed')).toHaveLength(1);
  });

  test('of nothing named offers what there is', async () => {
    await here.world.begun(operation(1), ALICE);
    expect(await here.world.asking.quiet(ALICE, { operation: '', isQuiet: false })).toMatchObject({
      kind: 'choice',
      verb: 'quiet off',
      total: 1,
    });
  });
});

describe('who wishes to be told at the end', () => {
  test('is noted, and taken off by the next press', async () => {
    const id = await here.world.begun(operation(1), ALICE);
    const told = async () => (await here.world.record(id)).cards[0]?.tellAlso;
    expect(await here.world.asking.tellAtEnd(BOB, id)).toMatchObject({ kind: 'card-changed' });
    expect(await told()).toEqual(['U0BOB']);
    await here.world.asking.tellAtEnd(BOB, id);
    expect(await told()).toBeUndefined();
  });

  test('is told why not', async () => {
    const id = await here.world.begun(operation(1), ALICE);
    expect(await here.world.asking.tellAtEnd(ALICE, id)).toMatchObject(refused('anyway'));
    await here.world.asking.stopWatch(ALICE, id);
    expect(await here.world.asking.tellAtEnd(BOB, id)).toMatchObject(refused('ended already'));
    const ended = await here.world.begun(operation(2), ALICE);
    await here.world.read(ended, snapshotReading({ status: 'Succeeded' }));
    expect(await here.world.asking.tellAtEnd(BOB, ended)).toMatchObject(refused('ended already'));
    const elsewhere = await here.world.begun(operation(3), ALICE);
    await here.world.begun(operation(3), CAROL);
    await here.world.asking.stopWatch(ALICE, elsewhere);
    expect(await here.world.asking.tellAtEnd(BOB, elsewhere)).toMatchObject(refused('has stopped'));
  });

  test('is told that the watch is forgotten', async () => {
    const forgotten = { kind: 'forgotten' };
    expect(await here.world.asking.tellAtEnd(BOB, watchNamed('w-gone'))).toMatchObject(forgotten);
    const id = await here.world.begun(operation(1), CAROL);
    expect(await here.world.asking.tellAtEnd(BOB, id)).toMatchObject(forgotten);
    expect(await here.world.asking.quietCard(BOB, id, true)).toMatchObject(forgotten);
  });
});
