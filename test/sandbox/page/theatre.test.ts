import { expect, onTestFinished, test } from 'vitest';
import { startSimulatedAzure } from '../../../src/sandbox/azure/simulated-azure.ts';
import { createAzureClock } from '../../../src/sandbox/page/stories/azure-clock.ts';
import { createTheatre } from '../../../src/sandbox/page/stories/theatre.ts';

const STARTED_AT = Date.UTC(2026, 0, 5, 12);
const MINUTE_MS = 60_000;

async function startTheatre() {
  const own = { now: STARTED_AT };
  const now = () => own.now;
  const azure = await startSimulatedAzure({ locations: ['East US', 'West Europe'], now });
  onTestFinished(() => azure.close());
  const clock = createAzureClock(60, now);
  const theatre = createTheatre(azure, clock);
  return {
    clock,
    theatre,
    pass(ms: number) {
      own.now += ms;
    },
    /** What the bot would read. */
    async read(operationId: string, location: string) {
      const url = `${azure.url}/subscriptions/${azure.subscriptionId}/providers/Microsoft.DBforMySQL/locations/${location}/operationProgress/${operationId}?api-version=2024-12-30`;
      const answer = await fetch(url, { headers: { authorization: `Bearer ${azure.token}` } });
      return { status: answer.status, body: await answer.json() };
    },
  };
}

test('a story is played on Azure’s clock, and shown as Azure answers it', async () => {
  const { theatre, clock, pass, read } = await startTheatre();
  pass(5_000);
  const [begun] = theatre.start('import')?.operations ?? [];
  expect(begun).toMatchObject({
    story: 'An import that succeeds',
    server: 'orders-staging',
    location: 'East US',
    answer: 'InProgress, 0 %',
    percent: 0,
    reads: 0,
    ended: false,
  });
  const id = begun?.operationId ?? '';
  expect(begun?.url).toMatch(`/azureAsyncOperation/${id}?api-version=`);

  pass(10_000);
  expect(await read(id, 'East%20US')).toMatchObject({
    status: 200,
    body: {
      status: 'InProgress',
      percentComplete: 25,
      startTime: '2026-01-05T12:00:05.000326Z',
      properties: { estimatedCompletionTime: '2026-01-05T12:00:45.000326Z' },
    },
  });
  clock.setSpeed(10);
  expect(await read(id, 'East%20US')).toMatchObject({
    body: {
      percentComplete: 25,
      properties: { estimatedCompletionTime: '2026-01-05T12:03:15.000326Z' },
    },
  });
  expect(theatre.operations()).toMatchObject([{ answer: 'InProgress, 25 %', reads: 2 }]);

  clock.setSpeed(60);
  pass(30_000);
  expect(theatre.operations()).toMatchObject([
    { answer: 'Succeeded, 100 %', percent: 100, reads: 2, ended: true },
  ]);
  expect(await read(id, 'East%20US')).toMatchObject({
    body: { status: 'Succeeded', endTime: '2026-01-05T12:00:45.000326Z' },
  });
});

test('stories in the second location are named by an ARM id', async () => {
  const { theatre, pass, read } = await startTheatre();
  const [begun] = theatre.start('second-location')?.operations ?? [];
  const id = begun?.operationId ?? '';
  expect(begun?.url).toMatch(
    new RegExp(
      `^/subscriptions/[-0-9a-f]{36}/providers/Microsoft\\.DBforMySQL/locations/westeurope/operationProgress/${id}$`,
    ),
  );
  pass(MINUTE_MS / 6);
  expect(await read(id, 'westeurope')).toMatchObject({
    status: 200,
    body: { percentComplete: 50 },
  });
});

test('what is told of the percentage fits a bar', async () => {
  const { theatre, pass } = await startTheatre();
  theatre.start('wandering-percent');
  pass(24_000);
  expect(theatre.operations()).toMatchObject([{ answer: 'InProgress, 104.5 %', percent: 100 }]);
});

test('a story of several servers is played on each of them at once', async () => {
  const { theatre, pass } = await startTheatre();
  expect(theatre.start('failures-at-once')).toMatchObject({ areWatched: true });
  const operations = theatre.operations();
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(6);
  expect(new Set(operations.map(({ server }) => server)).size).toBe(6);
  pass(MINUTE_MS / 20);
  expect(theatre.operations().map(({ answer }) => answer)).toEqual(
    operations.map(() => 'Failed, 0 %'),
  );
});

test('there is no story but those', async () => {
  const { theatre } = await startTheatre();
  expect(theatre.start('backups')).toBeUndefined();
  expect(theatre.operations()).toEqual([]);
});
