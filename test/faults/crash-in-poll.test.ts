import { expect, test } from 'vitest';
import { DBA, startBench } from './bench.ts';
import { testCrashes } from './crash/crash-tests.ts';
import { startDatabases } from './crash/databases.ts';
import { seen } from './crash/one-life.ts';
import { runWatchedProcess } from './crash/watched-process.ts';

await testCrashes('poll', [
  'moveToActive',
  'begin-read',
  'read',
  'commit-watch',
  'addPrioritizedJob',
  'moveToDelayed',
  'moveToFinished',
]);

test('a crash between storing and asking for it to be told, when nothing happens after that', async () => {
  const databases = await startDatabases();
  await databases.use(async (redisUrl) => {
    // It stands at 60 % for good, so that no later news has the note told and the card redrawn.
    const story = (reads: number) => seen('InProgress', reads === 0 ? 10 : 60);
    const bench = await startBench({
      redisUrl,
      story,
      policy: { pollMinMs: 5, pollMaxMs: 60_000 },
    });
    const steps = await runWatchedProcess(bench, { name: 'commit-watch', time: 2, when: 'after' });
    expect(steps.at(-1)).toMatchObject({ subject: { part: 'poll' }, name: 'commit-watch' });
    await bench.endLocks();
    const next = bench.startProcess();
    const card = await bench.slack.until(() =>
      bench.slack.messages(DBA).find(({ text }) => text.includes('60 %')),
    );
    await bench.slack.until(() => bench.slack.thread(DBA, card.ts).length === 1);
    await next.stop();
    await bench.stop();
  });
  await databases.stop();
});

test('a crash between storing a watch and asking for its first reading', async () => {
  const databases = await startDatabases();
  await databases.use(async (redisUrl) => {
    const bench = await startBench({ redisUrl, story: () => seen('Succeeded', 100) });
    await bench.queues.removePoll(bench.id);
    const next = bench.startProcess();
    await bench.slack.until(() => bench.slack.messages(DBA).length === 1);
    await bench.untilAllIsDone();
    await next.stop();
    await bench.stop();
  });
  await databases.stop();
});
