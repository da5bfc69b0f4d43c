import { describe, expect, test } from 'vitest';
import { START, snapshotReading } from '../watch/build-record.ts';
import { endingOf } from '../watch/live.ts';
import { ALICE, BOB, CAROL, operation, type TestAsking, urlOf } from './start-asking.ts';
import { useAsking } from './use-asking.ts';

const REFERENCE = operation(1);

const here = useAsking();

const ending = async (id: Awaited<ReturnType<TestAsking['begun']>>) =>
  endingOf(await here.world.record(id));

describe('a stop', () => {
  test('in the last channel ends the watch and its job, and logs who asked', async () => {
    const id = await here.world.begun(REFERENCE, ALICE);
    await here.world.queues.addPoll(id);
    expect(await here.world.asking.stopWatch(BOB, id)).toMatchObject({
      kind: 'stopped',
      record: { id },
    });
    expect(await ending(id)).toEqual({ verdict: 'stopped', at: START, by: 'U0BOB' });
    await expect.poll(() => here.world.queues.withoutPoll([id])).toEqual([id]);
    expect(here.world.logged('watch.stopped')).toEqual([
      { watch: id, operation: REFERENCE.operationId, channel: 'C0DBA', user: 'U0BOB' },
    ]);
  });

  test('in one channel of two leaves the other its watch', async () => {
    const id = await here.world.begun(REFERENCE, ALICE);
    await here.world.begun(REFERENCE, CAROL);
    await here.world.queues.addPoll(id);
    await here.world.asking.stopWatch(ALICE, id);
    expect(await ending(id)).toBeUndefined();
    expect(await here.world.queues.withoutPoll([id])).toEqual([]);
  });

  test('has what it owes posted', async () => {
    const id = await here.world.begun(REFERENCE, ALICE);
    await here.world.read(id, snapshotReading());
    await here.world.asking.stopWatch(ALICE, id);
    await expect
      .poll(() => here.world.queues.posts.getJobCounts('prioritized'))
      .toEqual({
        prioritized: 1,
      });
  });

  test('is refused where somebody was faster, it has ended, or nobody knows that card', async () => {
    const stopped = await here.world.begun(REFERENCE, ALICE);
    await here.world.asking.stopWatch(ALICE, stopped);
    expect(await here.world.asking.stopWatch(BOB, stopped)).toMatchObject({
      kind: 'refused',
      explanation: expect.stringContaining('Somebody has stopped that already'),
    });
    const ended = await here.world.begun(operation(2), ALICE);
    await here.world.read(ended, snapshotReading({ status: 'Succeeded' }));
    expect(await here.world.asking.stopWatch(ALICE, ended)).toMatchObject({
      kind: 'refused',
      explanation: expect.stringContaining('has ended already'),
    });
    expect(await here.world.asking.stopWatch(CAROL, ended)).toMatchObject({
      kind: 'forgotten',
      explanation: expect.stringContaining('lost with my memory'),
    });
  });
});

describe('a stop by name', () => {
  test.each([
    ['its URL', urlOf(REFERENCE)],
    ['its id', REFERENCE.operationId],
  ])('finds the watch by %s', async (_what, name) => {
    const id = await here.world.begun(REFERENCE, ALICE);
    expect(await here.world.asking.stop(ALICE, name)).toMatchObject({ kind: 'stopped' });
    expect(await ending(id)).toMatchObject({ verdict: 'stopped' });
  });

  test.each([
    ['its URL', urlOf(REFERENCE)],
    ['its id', REFERENCE.operationId],
  ])('leaves what only another channel watches, by %s', async (_what, name) => {
    const id = await here.world.begun(REFERENCE, CAROL);
    expect(await here.world.asking.stop(ALICE, name)).toMatchObject({
      kind: 'refused',
      explanation: expect.stringContaining('not being watched in this channel'),
    });
    expect(await ending(id)).toBeUndefined();
  });

  test.each([ALICE, CAROL])('means the one of that id in this channel: %o', async (asker) => {
    await here.world.begun(REFERENCE, ALICE);
    await here.world.begun({ ...REFERENCE, location: 'eastus' }, CAROL);
    expect(await here.world.asking.stop(asker, REFERENCE.operationId)).toMatchObject({
      kind: 'stopped',
      record: { cards: [{ channel: asker.channel }] },
    });
  });

  test('refuses what is no operation', async () => {
    expect(await here.world.asking.stop(ALICE, 'nonsense')).toMatchObject({
      kind: 'refused',
      explanation: expect.stringContaining('is not an operation'),
    });
  });

  test('stops each of several', async () => {
    const ids = [
      await here.world.begun(operation(1), ALICE),
      await here.world.begun(operation(2), ALICE),
    ];
    const named = `${operation(1).operationId}, ${urlOf(operation(2))} ${operation(3).operationId}`;
    expect(await here.world.asking.stop(ALICE, named)).toMatchObject({
      kind: 'several',
      answers: [{ kind: 'stopped' }, { kind: 'stopped' }, { kind: 'refused' }],
    });
    for (const id of ids) expect(await ending(id)).toMatchObject({ verdict: 'stopped' });
  });
});

describe('a stop by what people call it', () => {
  const SERVER = '/subscriptions/s/resourceGroups/g/providers/p/flexibleServers/orders-prod';

  test.each(['nightly export', 'Nightly  Export', '“nightly export”', 'orders-prod'])(
    'ends the only watch here that is called so: %s',
    async (name) => {
      const id = await here.world.begun(operation(1), { ...ALICE, label: 'nightly export' });
      await here.world.read(id, snapshotReading({ serverId: SERVER }));
      await here.world.begun(operation(2), { ...ALICE, label: 'weekly export' });
      await here.world.begun(operation(3), { ...CAROL, label: 'nightly export' });
      expect(await here.world.asking.stop(ALICE, name)).toMatchObject({ kind: 'stopped' });
      expect(await ending(id)).toMatchObject({ verdict: 'stopped' });
    },
  );

  test('ends none where several are called so, or none just so', async () => {
    await here.world.begun(operation(1), { ...ALICE, label: 'nightly export' });
    await here.world.begun(operation(2), { ...ALICE, label: 'Nightly export' });
    await here.world.begun(operation(3), { ...ALICE, label: 'weekly' });
    expect(await here.world.asking.stop(ALICE, 'nightly export')).toMatchObject({
      kind: 'choice',
      verb: 'stop',
      why: 'several',
      total: 2,
    });
    for (const name of ['weely', 'week']) {
      expect(await here.world.asking.stop(ALICE, name)).toMatchObject({
        why: 'near',
        watches: [{ label: 'weekly' }],
      });
    }
    expect(await here.world.watches.liveIds()).toHaveLength(3);
  });

  test('without a name lists what can be stopped here', async () => {
    expect(await here.world.asking.stop(ALICE, '')).toMatchObject({
      kind: 'refused',
      explanation: expect.stringContaining('Nothing is being watched'),
    });
    await here.world.begun(operation(1), { ...ALICE, label: 'nightly export' });
    await here.world.begun(operation(2), CAROL);
    expect(await here.world.asking.stop(ALICE, '')).toMatchObject({
      why: 'unsaid',
      watches: [{ label: 'nightly export' }],
    });
  });
});
