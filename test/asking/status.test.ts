import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ReadOperation } from '../../src/watch/reading.ts';
import { startTestRedis, type TestRedis } from '../redis/with-redis.ts';
import { failure, snapshotReading } from '../watch/build-record.ts';
import { ALICE, askingOn, CAROL, operation, type TestAsking, urlOf } from './start-asking.ts';

const REFERENCE = operation(1);
const WISH = { operation: urlOf(REFERENCE) };

let server: TestRedis;
let worlds: TestAsking[];
beforeAll(async () => {
  server = await startTestRedis();
});
beforeEach(async () => {
  await server.redis.flushdb();
  worlds = [];
});
afterEach(async () => {
  await Promise.all(worlds.map((world) => world.close()));
});
afterAll(async () => {
  await server.stop();
});

function reading(read: ReadOperation): TestAsking {
  const world = askingOn(server.connection, { read });
  worlds.push(world);
  return world;
}

test('looks once, and answers with what a watch would say', async () => {
  let reads = 0;
  const { asking } = reading(async () => {
    reads += 1;
    return snapshotReading({ status: 'Succeeded', percent: 100 });
  });
  expect(await asking.status(ALICE, WISH)).toMatchObject({
    kind: 'status',
    record: { reference: REFERENCE, ending: { verdict: 'succeeded' } },
  });
  expect(reads).toBe(1);
  expect(await server.redis.keys('{mysqlop}:watch:*')).toEqual([]);
});

test('tells why it can’t be read', async () => {
  const { asking } = reading(async () => failure('forbidden'));
  expect(await asking.status(ALICE, WISH)).toMatchObject({
    kind: 'status',
    record: { state: 'live', trouble: { failure: 'forbidden' } },
  });
});

test('refuses what Azure does not know', async () => {
  const { asking } = reading(async () => failure('not-found'));
  expect(await asking.status(ALICE, WISH)).toMatchObject({
    kind: 'refused',
    explanation: expect.stringContaining('Nobody knows that operation in West Europe'),
  });
});

test('finds the place of a bare id', async () => {
  const { asking } = reading(async ({ location }) =>
    location === 'eastus' ? snapshotReading() : failure('not-found'),
  );
  expect(await asking.status(ALICE, { operation: REFERENCE.operationId })).toMatchObject({
    kind: 'status',
    record: { reference: { location: 'eastus' } },
  });
});

test('leaves a subscription alone that Azure asks to leave alone, and asks the others to', async () => {
  let reads = 0;
  const { asking, reads: budget } = reading(async () => {
    reads += 1;
    return { ...failure('throttled'), retryAfterMs: 30_000 };
  });
  await asking.status(ALICE, WISH);
  const turn = await budget.ask(REFERENCE.subscriptionId, ALICE.user, 'question');
  expect(turn.kind === 'held' && turn.ms).toBeGreaterThan(25_000);
  expect(await asking.status(ALICE, WISH)).toMatchObject({
    record: { trouble: { failure: 'throttled' } },
  });
  expect(reads).toBe(1);
});

test('is answered twice where Azure takes its time', async () => {
  const { promise: azure, resolve } = Promise.withResolvers<void>();
  const { asking } = reading(async () => {
    await azure;
    return snapshotReading();
  });
  const answer = await asking.status(ALICE, WISH);
  expect(answer).toMatchObject({ kind: 'searching', places: ['West Europe'] });
  resolve();
  expect(answer.kind === 'searching' && (await answer.found)).toMatchObject({ kind: 'status' });
});

describe('by a name', () => {
  const SERVER = '/subscriptions/s/resourceGroups/g/providers/p/flexibleServers/orders-prod';

  async function watched() {
    const world = reading(async () => snapshotReading({ percent: 42 }));
    const nightly = await world.begun(operation(1), { ...ALICE, label: 'Nightly export' });
    const other = await world.begun(operation(2), { ...ALICE, label: 'import in the night' });
    await world.begun(operation(3), { ...CAROL, label: 'theirs' });
    await world.read(nightly, snapshotReading({ serverId: SERVER }));
    await world.read(other, snapshotReading({ serverId: SERVER }));
    return world;
  }

  test.each(['nightly export', '"Nightly  export"', 'import in the night'])(
    'looks at what is called so here: %s',
    async (name) => {
      const { asking } = await watched();
      expect(await asking.status(ALICE, { operation: 'x', name })).toMatchObject({
        kind: 'status',
        record: { latest: { snapshot: { percent: 42 } } },
      });
    },
  );

  test('has people choose among several, and among those that are near', async () => {
    const { asking } = await watched();
    expect(await asking.status(ALICE, { operation: 'orders-prod' })).toMatchObject({
      kind: 'choice',
      verb: 'status',
      why: 'several',
      total: 2,
    });
    expect(await asking.status(ALICE, { operation: 'nigtly export' })).toMatchObject({
      why: 'near',
      watches: [{ label: 'Nightly export' }],
    });
    expect(await asking.status(ALICE, { operation: '' })).toMatchObject({
      why: 'unsaid',
      total: 2,
    });
  });

  test('knows only what is watched here', async () => {
    const { asking } = await watched();
    expect(await asking.status(ALICE, { operation: 'theirs' })).toMatchObject({ kind: 'refused' });
  });
});

test('looks at each of several operations', async () => {
  const { asking } = reading(async () => snapshotReading({ percent: 42 }));
  const both = `${urlOf(operation(1))}\n${urlOf(operation(2))}`;
  expect(await asking.status(ALICE, { operation: both })).toMatchObject({
    kind: 'several',
    answers: [{ record: { reference: operation(1) } }, { record: { reference: operation(2) } }],
  });
});
