import { describe, expect, test } from 'vitest';
import type { Asker } from '../../src/asking/asker.ts';
import { channelNamed, pipelineNamed } from '../names.ts';
import { snapshotReading } from '../watch/build-record.ts';
import { ALICE, BOB, CAROL, operation, urlOf } from './start-asking.ts';
import { useAsking } from './use-asking.ts';

const here = useAsking({ limits: { perPerson: 3, perChannel: 5 } });

const OTHERWHERE = { ...ALICE, channel: channelNamed('C0OTHER') };
const watch = (asker: Asker, number: number) =>
  here.world.asking.watch(asker, { operation: urlOf(operation(number)) });

async function watchAll(asker: Asker, numbers: readonly number[]): Promise<void> {
  for (const number of numbers) expect(await watch(asker, number)).toHaveProperty('kind', 'begun');
}

describe('a person', () => {
  test('who has as many watches as one may is told how many that are and what to do', async () => {
    await watchAll(ALICE, [1, 2]);
    await watchAll(OTHERWHERE, [3]);
    expect(await watch(ALICE, 4)).toEqual({
      kind: 'refused',
      isLimit: true,
      explanation: expect.stringMatching(/watching 3 .*list mine.*WATCHES_PER_PERSON/),
    });
    expect(await here.world.watches.liveIds()).toHaveLength(3);
  });

  test('does not count with a pipeline, which has as many and is told so as one', async () => {
    const nightly = { ...ALICE, user: pipelineNamed('nightly-import') };
    await watchAll(nightly, [1, 2, 3]);
    expect(await watch(nightly, 4)).toEqual({
      kind: 'refused',
      isLimit: true,
      explanation: expect.stringMatching(/^This pipeline is watching 3 .*WATCHES_PER_PERSON/),
    });
    await watchAll(ALICE, [5]);
  });

  test('may join what others watch, and ask for what is watched here already', async () => {
    await watchAll(ALICE, [1, 2, 3]);
    await watchAll(CAROL, [4]);
    expect(await watch(ALICE, 4)).toHaveProperty('kind', 'joined');
    expect(await watch(ALICE, 1)).toHaveProperty('kind', 'stands');
  });

  test('may begin another once one has been stopped', async () => {
    await watchAll(ALICE, [1, 2, 3]);
    await here.world.asking.stop(ALICE, urlOf(operation(1)));
    await watchAll(ALICE, [4]);
  });

  test('keeps nobody else from asking', async () => {
    await watchAll(ALICE, [1, 2, 3]);
    await watchAll(BOB, [4]);
  });

  test('who asks for many at the same moment gets no more', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((number) => watch(ALICE, number)));
    expect(answers.filter(({ kind }) => kind === 'begun')).toHaveLength(3);
    expect(answers.filter(({ kind }) => kind === 'refused')).toHaveLength(3);
  });

  test('can’t go on, by a card’s button, with more than that either', async () => {
    const stopped = await here.world.begun(operation(9), ALICE);
    await here.world.asking.stopWatch(ALICE, stopped);
    await watchAll(ALICE, [1, 2, 3]);
    expect(await here.world.asking.watchAgain(ALICE, stopped)).toHaveProperty('kind', 'refused');
  });
});

test('a channel that has as many as one may says so, and others are free', async () => {
  await watchAll(ALICE, [1, 2, 3]);
  await watchAll(BOB, [4, 5]);
  expect(await watch(BOB, 6)).toEqual({
    kind: 'refused',
    isLimit: true,
    explanation: expect.stringMatching(/channel is watching 5 .*WATCHES_PER_CHANNEL/),
  });
  await watchAll(CAROL, [6]);
});

test('who stops and asks again faster than that is told has to wait, and only in that channel', async () => {
  const id = await here.world.begun(operation(1), CAROL);
  await here.world.read(id, snapshotReading());
  for (let round = 0; round < 20; round++) {
    expect(await watch(ALICE, 1)).toHaveProperty('kind', 'joined');
    await here.world.asking.stop(ALICE, urlOf(operation(1)));
  }
  expect(await watch(ALICE, 1)).toMatchObject({
    kind: 'refused',
    explanation: expect.stringContaining('again in a minute'),
  });
  expect(await watch(OTHERWHERE, 1)).toHaveProperty('kind', 'joined');
});
