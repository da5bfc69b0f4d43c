import { describe, expect, it } from 'vitest';
import { placesOf, searchOperation } from '../../src/asking/search-operation.ts';
import type { OperationReference } from '../../src/watch/operation-reference.ts';
import type { Reading, ReadOperation } from '../../src/watch/reading.ts';
import { failure, REFERENCE, snapshotReading } from '../watch/build-record.ts';

const PLACES = ['westeurope', 'eastus', 'japaneast'];
const CANDIDATES = PLACES.map((location) => ({ ...REFERENCE, location }));

/** Reads what stands here for each location. */
function reader(readings: Readonly<Record<string, Reading | Promise<Reading>>>) {
  return async ({ location }: OperationReference) =>
    (await readings[location]) ?? failure('not-found');
}

const never = new Promise<Reading>(() => undefined);

describe('a search', () => {
  it('finds the place that knows the operation, and what it says', async () => {
    const reading = snapshotReading({ percent: 42 });
    expect(await searchOperation(CANDIDATES, reader({ eastus: reading }))).toEqual({
      kind: 'found',
      reference: { ...REFERENCE, location: 'eastus' },
      reading,
    });
  });

  it('does not wait for the others once one knows', async () => {
    const read = reader({ westeurope: never, japaneast: snapshotReading(), eastus: never });
    expect(await searchOperation(CANDIDATES, read)).toMatchObject({
      reference: { location: 'japaneast' },
    });
  });

  it('has those read no more that still wait for a turn, once one knows', async () => {
    const asked: (AbortSignal | undefined)[] = [];
    const waits: ReadOperation = async ({ location }, { signal }) => {
      asked.push(signal);
      return location === 'eastus' ? snapshotReading() : await never;
    };
    await searchOperation(CANDIDATES, waits);
    expect(asked.map((signal) => signal?.aborted)).toEqual([true, true, true]);
  });

  it('finds it even where others can’t be read', async () => {
    const read = reader({ westeurope: failure('forbidden'), japaneast: snapshotReading() });
    expect(await searchOperation(CANDIDATES, read)).toMatchObject({ kind: 'found' });
  });

  it('says where it looked in vain, and that an operation may show late', async () => {
    const result = await searchOperation(CANDIDATES, reader({}));
    expect(result).toMatchObject({
      kind: 'refused',
      explanation: expect.stringMatching(
        /^Nobody knows that operation in West Europe, East US, Japan East\..*two minutes/,
      ),
    });
  });

  it('takes a region that does not serve the api-version for one that knows nothing', async () => {
    const result = await searchOperation(CANDIDATES, reader({ eastus: failure('unsupported') }));
    expect(result).toMatchObject({ explanation: expect.stringContaining('Nobody knows') });
  });

  it('claims nothing where it could not look everywhere', async () => {
    const read = reader({
      eastus: failure('forbidden', { explanation: 'I lack Reader.' }),
      japaneast: failure('transient'),
    });
    const result = await searchOperation(CANDIDATES, read);
    expect(result).toMatchObject({
      kind: 'refused',
      explanation: expect.stringMatching(
        /^I could not look everywhere\. In East US, Japan East: I lack Reader\. .*"in <location>"/,
      ),
    });
  });

  it('fails where a look breaks', async () => {
    const broken = new Error('broken');
    const read = reader({ eastus: Promise.reject(broken), westeurope: never, japaneast: never });
    await expect(searchOperation(CANDIDATES, read)).rejects.toBe(broken);
  });
});

describe('the places of a search', () => {
  it('are named once, however many subscriptions there are', () => {
    const twice = [...CANDIDATES, ...CANDIDATES.map((each) => ({ ...each, subscriptionId: 'x' }))];
    expect(placesOf(twice)).toEqual(['West Europe', 'East US', 'Japan East']);
  });
});
