import { expect, test } from 'vitest';
import type { CareWish } from '../../src/asking/acknowledge.ts';
import { FIELDS } from '../../src/redis/fields.ts';
import { digestNamed, reminderNamed } from '../names.ts';
import { keys } from '../redis/with-redis.ts';
import { START } from '../watch/build-record.ts';
import { ALICE, askingOn, BOB, operation } from './start-asking.ts';
import { useAsking } from './use-asking.ts';

const here = useAsking();

const BY_ALICE = { by: 'U0ALICE', at: START };
const acknowledging = (name: string, seenAt = 0): CareWish => ({
  name,
  seenAt,
  verb: { kind: 'acknowledge' },
});

test('notes who looks after an alert, the first one, tells the other, and logs each', async () => {
  const watch = await here.world.begun(operation(1), ALICE);
  const message = `alert/${watch}`;
  expect(await here.world.asking.acknowledge(ALICE, acknowledging(message))).toEqual({
    kind: 'acknowledged',
  });
  expect(await here.world.asking.acknowledge(BOB, acknowledging(message))).toEqual({
    kind: 'taken',
    isTheirs: false,
    stands: BY_ALICE,
  });
  expect(await here.world.acknowledgements.ofAlert(watch)).toEqual({ acknowledged: BY_ALICE });
  const verb = 'acknowledge';
  expect(here.world.logged('alert.acknowledged')).toEqual([
    { message, watch, channel: 'C0DBA', user: 'U0ALICE', verb, outcome: 'changed' },
    { message, watch, channel: 'C0DBA', user: 'U0BOB', verb, outcome: 'taken' },
  ]);
});

test('counts how long on-call took, the first time that somebody looks', async () => {
  const took: number[] = [];
  const counting = askingOn(here.server.connection, {
    report: { acknowledged: (afterMs) => took.push(afterMs) },
  });
  const name = `alert/${await counting.begun(operation(1), ALICE)}`;
  await here.server.redis.zadd(keys.untaken, START - 90_000, name);
  await counting.asking.acknowledge(ALICE, acknowledging(name));
  await counting.asking.acknowledge(BOB, acknowledging(name, START));
  const back = { name, seenAt: START, verb: { kind: 'take-back' } } as const;
  await counting.asking.acknowledge(BOB, back);
  expect(took).toEqual([90_000]);
  // Pressed once more on what shows an older state, such as an old reminder.
  await counting.asking.acknowledge(BOB, acknowledging(name));
  const about = { at: 1, escalates: false, calls: [{ message: name, at: 1, made: 0 }] };
  const reminder = keys.reminder(reminderNamed('5'));
  await here.server.redis.hset(reminder, FIELDS.about, JSON.stringify(about));
  await counting.asking.acknowledge(BOB, acknowledging('reminder/5'));
  await counting.asking.acknowledge(ALICE, acknowledging('reminder/5'));
  expect(took).toHaveLength(2);
  await counting.close();
});

test('lets somebody else take over what they have seen that somebody looks after', async () => {
  const watch = await here.world.begun(operation(1), ALICE);
  const name = `alert/${watch}`;
  await here.world.asking.acknowledge(ALICE, acknowledging(name));
  const done = { name, seenAt: START, verb: { kind: 'done', line: ' Made room. ' } } as const;
  expect(await here.world.asking.acknowledge(BOB, done)).toEqual({ kind: 'acknowledged' });
  const stands = { by: 'U0BOB', at: START, done: 'Made room.' };
  expect(await here.world.acknowledgements.ofAlert(watch)).toEqual({ acknowledged: stands });
  // Done stays done, whoever presses.
  for (const verb of [{ kind: 'take-back' }, { kind: 'acknowledge' }] as const) {
    expect(await here.world.asking.acknowledge(BOB, { name, seenAt: START, verb })).toEqual({
      kind: 'taken',
      isTheirs: true,
      stands,
    });
  }
});

test('takes back what somebody looks after, and nothing where nobody does', async () => {
  const watch = await here.world.begun(operation(1), ALICE);
  const name = `alert/${watch}`;
  const back = { name, seenAt: 0, verb: { kind: 'take-back' } } as const;
  expect(await here.world.asking.acknowledge(ALICE, back)).toMatchObject({ kind: 'refused' });
  await here.world.asking.acknowledge(ALICE, acknowledging(name));
  expect(await here.world.asking.acknowledge(ALICE, back)).toEqual({ kind: 'acknowledged' });
  expect(await here.world.acknowledgements.ofAlert(watch)).toEqual({ reopened: BY_ALICE });
});

test.each([
  ['Europe/Berlin', { until: Date.UTC(2030, 0, 2, 7) }],
  [undefined, { until: Date.UTC(2030, 0, 2, 8), isUtc: true }],
])('snoozes until it is 08:00 for whoever presses: %s', async (zone, ends) => {
  await here.world.close();
  here.world = askingOn(here.server.connection, {
    now: () => Date.UTC(2030, 0, 1, 12),
    zoneOf: async () => zone,
  });
  const watch = await here.world.begun(operation(1), ALICE);
  const verb = { kind: 'snooze', snooze: 'morning' } as const;
  await here.world.asking.acknowledge(ALICE, { name: `alert/${watch}`, seenAt: 0, verb });
  expect(await here.world.acknowledgements.ofAlert(watch)).toEqual({
    acknowledged: { by: 'U0ALICE', at: Date.UTC(2030, 0, 1, 12), ...ends },
  });
});

test('does not snooze beyond what it remembers', async () => {
  const watch = await here.world.begun(operation(1), ALICE);
  await here.server.redis.pexpire(keys.watch(watch), 60_000);
  here.world = await here.world
    .close()
    .then(() => askingOn(here.server.connection, { now: Date.now }));
  const verb = { kind: 'snooze', snooze: '1h' } as const;
  expect(
    await here.world.asking.acknowledge(ALICE, { name: `alert/${watch}`, seenAt: 0, verb }),
  ).toMatchObject({ kind: 'refused', explanation: expect.stringContaining('shorter time') });
  expect(await here.world.acknowledgements.ofAlert(watch)).toEqual({});
});

test('notes who looks after a digest, and calls it no watch', async () => {
  const message = 'digest/failures/7';
  await here.server.redis.hset(keys.digest('failures', digestNamed('7')), FIELDS.alertTs, '1.1');
  expect(await here.world.asking.acknowledge(ALICE, acknowledging(message))).toEqual({
    kind: 'acknowledged',
  });
  expect(here.world.logged('alert.acknowledged')).toEqual([
    {
      message,
      channel: 'C0DBA',
      user: 'U0ALICE',
      verb: 'acknowledge',
      outcome: 'changed',
    },
  ]);
});

test.each(['alert/w-gone', 'digest/failures/7', 'digest/conditions/7', 'nonsense'])(
  'says that it no longer remembers %s, and logs that nobody looks after it',
  async (message) => {
    expect(await here.world.asking.acknowledge(ALICE, acknowledging(message))).toMatchObject({
      kind: 'forgotten',
      explanation: expect.stringContaining('no longer remember that alert'),
    });
    expect(here.world.logged('alert.acknowledged')).toMatchObject([
      { message, user: 'U0ALICE', outcome: 'no-longer-kept' },
    ]);
    expect(await here.world.kept()).toEqual([]);
  },
);
