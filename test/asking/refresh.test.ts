import { expect, test } from 'vitest';
import { FIELDS } from '../../src/redis/fields.ts';
import { ReadBudget } from '../../src/redis/read-budget.ts';
import type { WatchId } from '../../src/watch/names.ts';
import { channelNamed, watchNamed } from '../names.ts';
import { keys } from '../redis/with-redis.ts';
import { snapshotReading } from '../watch/build-record.ts';
import { ALICE, askingOn, operation, queuesWithoutRedis } from './start-asking.ts';
import { useAsking } from './use-asking.ts';

const REFERENCE = operation(1);

const here = useAsking();

const isWished = async (id: WatchId) =>
  (await here.server.redis.hget(keys.watch(id), FIELDS.refresh)) === '1';

test('wakes the watch’s sleeping job, and notes the wish for one that is reading', async () => {
  const id = await here.world.begun(REFERENCE, ALICE);
  await here.world.queues.watches.add('poll', { watchId: id }, { jobId: id, delay: 60_000 });
  expect(await here.world.asking.refresh(ALICE, id)).toEqual({ kind: 'refreshing' });
  await expect
    .poll(() => here.world.queues.watches.getJobCounts('delayed'))
    .toEqual({ delayed: 0 });
  expect(await isWished(id)).toBe(true);
});

test('is refused for a watch that has ended', async () => {
  const id = await here.world.begun(REFERENCE, ALICE);
  await here.world.read(id, snapshotReading({ status: 'Succeeded' }));
  expect(await here.world.asking.refresh(ALICE, id)).toMatchObject({
    kind: 'refused',
    explanation: expect.stringContaining('nothing to refresh'),
  });
  expect(await isWished(id)).toBe(false);
});

test('by the card of a watch, or of a channel, of which nobody knows any more, says that it is lost', async () => {
  const id = await here.world.begun(REFERENCE, ALICE);
  const elsewhere = { ...ALICE, channel: channelNamed('C0OTHER') };
  for (const [presser, pressed] of [
    [ALICE, watchNamed('w-gone')],
    [elsewhere, id],
  ] as const) {
    expect(await here.world.asking.refresh(presser, pressed)).toMatchObject({ kind: 'forgotten' });
  }
  expect(await isWished(id)).toBe(false);
});

test('is refused while Azure asks not to be read', async () => {
  const id = await here.world.begun(REFERENCE, ALICE);
  await here.world.reads.hold(REFERENCE.subscriptionId, 30_000);
  expect(await here.world.asking.refresh(ALICE, id)).toMatchObject({
    kind: 'refused',
    explanation: expect.stringMatching(/another (?:29|30) s\./),
  });
  expect(await isWished(id)).toBe(false);
});

test('is refused where a person asks too much at once, who may press again a little later', async () => {
  const reads = new ReadBudget(here.server.connection, 1);
  const { asking } = askingOn(here.server.connection, { reads });
  const id = await here.world.begun(REFERENCE, ALICE);
  const other = await here.world.begun(operation(2), ALICE);
  // One that the watches leave, and two of people's share, at once; more only where this takes seconds.
  for (let press = 0; press < 10; press++) {
    if ((await asking.refresh(ALICE, id)).kind !== 'refreshing') break;
  }
  expect(await asking.refresh(ALICE, other)).toMatchObject({
    kind: 'refused',
    retryAfterMs: expect.any(Number),
    explanation: expect.stringMatching(/^Too many questions at once: please ask again in \d+ s\./),
  });
  expect(await isWished(other)).toBe(false);
  // It keeps a place, and who presses again has it.
  const budgets = ['reads', 'questions'].map((name) => `${name}/${REFERENCE.subscriptionId}`);
  await here.server.redis.del(...budgets.map((name) => `${keys.budget(name)}:pace`));
  expect(await asking.refresh(ALICE, id)).toEqual({ kind: 'refreshing' });
});

test('is not called refused where only the job can’t be woken', async () => {
  const id = await here.world.begun(REFERENCE, ALICE);
  const queues = await queuesWithoutRedis(here.server.url);
  const { asking, logged } = askingOn(here.server.connection, { queues });
  expect(await asking.refresh(ALICE, id)).toEqual({ kind: 'refreshing' });
  expect(await isWished(id)).toBe(true);
  await expect.poll(() => logged('asking.kick_failed')).toMatchObject([{ watch: id }]);
});
