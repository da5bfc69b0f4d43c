import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CareChange } from '../../../src/redis/acknowledgement-store.ts';
import type { Acknowledging } from '../../../src/redis/care-outcome.ts';
import { NO_DEADLINE } from '../../../src/redis/deadline.ts';
import { GATHER_MS } from '../../../src/redis/digest-store.ts';
import { FIELDS } from '../../../src/redis/fields.ts';
import { type SandboxRedis, startPrivateRedis } from '../../../src/sandbox/redis/private-redis.ts';
import { createRemindDue } from '../../../src/telling/paging/remind-due.ts';
import type { WatchId } from '../../../src/watch/names.ts';
import { DBA, ESCALATION, ONCALL } from '../../faults/bench.ts';
import { type Courier, startCourier } from '../../faults/courier.ts';
import { seen } from '../../faults/crash/one-life.ts';
import { watchNamed } from '../../names.ts';
import { takenBackBy, takenBy } from '../../redis/taken-by.ts';
import { keys } from '../../redis/with-redis.ts';
import { MINUTE } from '../../watch/build-record.ts';
import { afterReading } from '../../watch/live.ts';

const POLICY = { afterMs: 10 * MINUTE, times: 3, escalates: true };

let redis: SandboxRedis;
let courier: Courier;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
beforeEach(async () => {
  courier = await startCourier({
    redisUrl: redis.url,
    readings: [seen('Failed', 40)],
    reminderPolicy: POLICY,
  });
});
afterEach(async () => {
  await courier.stop();
});
afterAll(async () => {
  await redis.stop();
});

/** Carries all that is owed. */
async function tellAll(): Promise<void> {
  for (;;) {
    const [destination] = await courier.outboxes.owing();
    if (destination === undefined) return;
    const failure = await courier.next(destination);
    if (failure) courier.wait(failure.afterMs ?? 0);
    await courier.redraw();
  }
}

/** As if so much time had passed for whoever keeps the appointments. */
async function pass(ms: number): Promise<void> {
  for (const message of await courier.redis.zrange(keys.appointments, 0, '-1')) {
    await courier.redis.zincrby(keys.appointments, -ms, message);
  }
  for (const message of await courier.redis.zrange(keys.untaken, 0, '-1')) {
    await courier.redis.zincrby(keys.untaken, -ms, message);
  }
}

/** A worker looks whom to call again, and whatever it finds is told. */
async function remind(): Promise<void> {
  await createRemindDue(courier.parts)();
  await tellAll();
}

async function fail(operationId: string): Promise<WatchId> {
  const id = await courier.beginAnother(operationId);
  await courier.watches.update(
    id,
    (record) => afterReading(record, seen('Failed', 40), Date.now(), courier.parts.policy),
    { deadline: NO_DEADLINE },
  );
  return id;
}

/** @returns the names of all messages that can be acknowledged, as their buttons have them */
function buttonsIn(channel: string): readonly string[] {
  const shown = JSON.stringify(courier.slack.messages(channel).map(({ blocks }) => blocks));
  const named = [...shown.matchAll(/"value":"((?:alert|digest|reminder)\/[^"@]+)@0(?:\+\d+)?"/g)];
  return [...new Set(named.map(([, name = '']) => name))];
}

async function look(name: string | undefined, change: CareChange): Promise<Acknowledging> {
  const outcome = await courier.parts.acknowledgements.acknowledge(name ?? '', change, NO_DEADLINE);
  await tellAll();
  await courier.redraw();
  return outcome;
}

const acknowledge = (name: string | undefined, by = 'U0BOB') => look(name, takenBy(by, Date.now()));

const told = (channel: string) => courier.slack.messages(channel).map(({ text }) => text);
const calls = (channel: string) => told(channel).filter((text) => text?.includes('Nobody looks'));

describe('an alert that nobody acknowledges', () => {
  beforeEach(tellAll);

  test('is not called for again before its time', async () => {
    await pass(9 * MINUTE);
    await remind();
    expect(told(ONCALL)).toHaveLength(1);
  });

  test('is called for again in a new message with the mention, that says since when', async () => {
    await pass(10 * MINUTE);
    await remind();
    const [, reminder] = told(ONCALL);
    expect(reminder).toMatch(/^<!here> 🔔 Nobody looks after .+On-call was called 10 min ago/);
    await remind();
    expect(told(ONCALL)).toHaveLength(2);
  });

  test('is called for at growing intervals, then others are called in their channel, once', async () => {
    for (const [minutes, inOncall, inEscalation] of [
      [10, 1, 0],
      [19, 1, 0],
      [1, 2, 0],
      [40, 3, 0],
      [79, 3, 0],
      [1, 3, 1],
      [10_000, 3, 1],
    ] as const) {
      await pass(minutes * MINUTE);
      await remind();
      expect([calls(ONCALL).length, calls(ESCALATION).length]).toEqual([inOncall, inEscalation]);
    }
    expect(told(ESCALATION)[0]).toMatch(/^<@U0BOSS> .+On-call was called 4 times, 2 h 30 min ago/);
  });

  test('is called for at once, and once, where its time has passed while nobody was there', async () => {
    await pass(600 * MINUTE);
    await Promise.all([createRemindDue(courier.parts)(), createRemindDue(courier.parts)()]);
    await remind();
    expect(calls(ONCALL)).toHaveLength(1);
  });
});

describe('once somebody acknowledges it', () => {
  test('before its time, nobody is called again', async () => {
    await tellAll();
    await acknowledge(buttonsIn(ONCALL)[0]);
    await pass(600 * MINUTE);
    await remind();
    expect(told(ONCALL)).toHaveLength(1);
  });

  test('between two reminders, nobody is called again, and the reminder says who looks', async () => {
    await tellAll();
    await pass(10 * MINUTE);
    await remind();
    await acknowledge(buttonsIn(ONCALL)[0]);
    expect(calls(ONCALL)).toEqual([]);
    expect(JSON.stringify(courier.slack.messages(ONCALL)[1]?.blocks)).toContain('<@U0BOB>');
    await pass(600 * MINUTE);
    await remind();
    expect(told(ONCALL)).toHaveLength(2);
  });

  test('while the reminder is on its way, it is not told', async () => {
    await tellAll();
    await pass(10 * MINUTE);
    await createRemindDue(courier.parts)();
    await acknowledge(buttonsIn(ONCALL)[0]);
    await tellAll();
    expect(told(ONCALL)).toHaveLength(1);
  });

  test('on the reminder, the alert shows it, too; the first one counts', async () => {
    await tellAll();
    await pass(10 * MINUTE);
    await remind();
    const reminder = buttonsIn(ONCALL).find((name) => name.startsWith('reminder/'));
    expect(await acknowledge(reminder)).toMatchObject({ kind: 'changed' });
    expect(await acknowledge(reminder, 'U0EVE')).toMatchObject({
      kind: 'taken',
      stands: { by: 'U0BOB' },
    });
    expect(buttonsIn(ONCALL)).toEqual([]);
    expect(JSON.stringify(courier.slack.messages(ONCALL)[0]?.blocks)).toContain('<@U0BOB>');
  });
});

const blocksOf = (at: number) => JSON.stringify(courier.slack.messages(ONCALL).at(at)?.blocks);
const alertName = () => `alert/${courier.id}`;

describe('what somebody takes back', () => {
  test('is called for again as if it were told then, and says so', async () => {
    await tellAll();
    await pass(10 * MINUTE);
    await remind();
    await acknowledge(alertName());
    await pass(600 * MINUTE);
    await remind();
    const { acknowledged } = await courier.parts.acknowledgements.ofAlert(courier.id);
    const back = takenBackBy('U0EVE', Date.now(), acknowledged?.at ?? 0);
    expect(await look(alertName(), back)).toMatchObject({ kind: 'changed' });
    expect(blocksOf(0)).toContain('Taken back by <@U0EVE>');
    expect(buttonsIn(ONCALL)).toContain(alertName());
    expect(JSON.stringify(courier.slack.messages(DBA)[0]?.blocks)).toContain('Taken back by');
    await pass(9 * MINUTE);
    await remind();
    expect(told(ONCALL)).toHaveLength(2);
    await pass(1 * MINUTE);
    await remind();
    expect(told(ONCALL)).toHaveLength(3);
    expect(told(ONCALL)[2]).toMatch(/<@U0EVE> has taken it back .+Please look/);
    await pass(20 * MINUTE);
    await remind();
    expect(told(ONCALL)).toHaveLength(4);
  });

  test('is not what somebody else has taken on meanwhile', async () => {
    await tellAll();
    await acknowledge(alertName());
    expect(await look(alertName(), takenBackBy('U0EVE', 5, 4))).toMatchObject({ kind: 'taken' });
    expect(blocksOf(0)).toContain('Acknowledged by <@U0BOB>');
  });
});

describe('what somebody snoozes', () => {
  const snooze = async (ms: number) => {
    const now = Date.now();
    return await look(alertName(), takenBy('U0BOB', now, { until: now + ms }));
  };
  /** As if the snooze had been for so much less. */
  const passSnoozed = async (ms: number) => {
    const field = await courier.redis.hget(keys.watch(courier.id), 'acknowledged');
    const { until, ...rest } = JSON.parse(field ?? '{}');
    const earlier = JSON.stringify({ ...rest, until: until - ms });
    await courier.redis.hset(keys.watch(courier.id), 'acknowledged', earlier);
    await pass(ms);
  };

  test('is left alone until then, comes back as a new call, and then goes on', async () => {
    await tellAll();
    expect(await snooze(30 * MINUTE)).toMatchObject({ kind: 'changed' });
    expect(blocksOf(0)).toContain('Snoozed by <@U0BOB> until');
    expect(await courier.parts.reminders.untaken()).toEqual([]);
    await passSnoozed(29 * MINUTE);
    await remind();
    expect(told(ONCALL)).toHaveLength(1);
    await passSnoozed(1 * MINUTE);
    await Promise.all([createRemindDue(courier.parts)(), createRemindDue(courier.parts)()]);
    await remind();
    expect(told(ONCALL)).toHaveLength(2);
    expect(told(ONCALL)[1]).toMatch(/^<!here> 🔔 .+<@U0BOB> had snoozed it until/);
    expect(blocksOf(0)).toContain('Was snoozed by <@U0BOB> until');
    expect(await courier.parts.reminders.untaken()).toHaveLength(1);
    await pass(10 * MINUTE);
    await remind();
    expect(calls(ONCALL)).toHaveLength(2);
  });

  test('comes back where nobody is reminded otherwise', async () => {
    await tellAll();
    await snooze(30 * MINUTE);
    await passSnoozed(30 * MINUTE);
    const never = { afterMs: 0, times: 0, escalates: false };
    await createRemindDue({ ...courier.parts, reminderPolicy: never })();
    await tellAll();
    expect(calls(ONCALL)).toHaveLength(1);
  });

  test('does not come back once somebody takes it on, or is done with it', async () => {
    await tellAll();
    await snooze(30 * MINUTE);
    const { acknowledged } = await courier.parts.acknowledgements.ofAlert(courier.id);
    const seenAt = acknowledged?.at ?? 0;
    const eve = takenBy('U0EVE', Date.now(), { seenAt, done: '' });
    expect(await look(alertName(), eve)).toMatchObject({ kind: 'changed' });
    await pass(600 * MINUTE);
    await remind();
    expect(told(ONCALL)).toHaveLength(1);
    expect(blocksOf(0)).toContain('Done by <@U0EVE>');
  });
});

describe('what is done', () => {
  test('says by whom, in the thread what was done, and is reopened by nobody', async () => {
    await tellAll();
    await pass(10 * MINUTE);
    await remind();
    const reminder = buttonsIn(ONCALL).find((name) => name.startsWith('reminder/'));
    const now = Date.now();
    await look(reminder, takenBy('U0BOB', now, { done: 'Made <!here> room.' }));
    expect(calls(ONCALL)).toEqual([]);
    expect(blocksOf(0)).toContain('✅');
    expect(
      courier.slack.thread(ONCALL, courier.slack.messages(ONCALL)[0]?.ts ?? '').at(-1)?.text,
    ).toContain('<@U0BOB> is done with it:\n>Made &lt;!here&gt; room.');
    expect(JSON.stringify(courier.slack.messages(DBA)[0]?.blocks)).toContain('Done by <@U0BOB>');
    for (const change of [takenBy('U0EVE', now + 1), takenBackBy('U0BOB', now + 1, now)]) {
      expect(await look(alertName(), change)).toMatchObject({ kind: 'taken' });
    }
    await pass(600 * MINUTE);
    await remind();
    expect(told(ONCALL)).toHaveLength(2);
  });

  test('on a reminder is not what the same person looks after still', async () => {
    await tellAll();
    await pass(5 * MINUTE);
    for (const name of ['op-2', 'op-3']) await fail(name);
    await tellAll();
    await pass(10 * MINUTE);
    await remind();
    await acknowledge(alertName());
    const reminder = buttonsIn(ONCALL).find((name) => name.startsWith('reminder/'));
    const done = takenBy('U0BOB', Date.now(), { done: 'Made room.' });
    expect(await look(reminder, done)).toMatchObject({ kind: 'changed' });
    expect(blocksOf(0)).toContain('Acknowledged by <@U0BOB>');
    expect(blocksOf(1)).toContain('Done by <@U0BOB>');
  });

  test('of a digest does not close what came after somebody had taken it on', async () => {
    await tellAll();
    for (const name of ['op-2', 'op-3']) await fail(name);
    await tellAll();
    const first = buttonsIn(ONCALL).find((name) => name.startsWith('digest/'));
    await look(first, takenBy('U0BOB', 1));
    for (const name of ['op-4', 'op-5']) await fail(name);
    await tellAll();
    await look(first, takenBy('U0BOB', 2, { seenAt: 1, done: '' }));
    expect(blocksOf(1)).toContain('Done by <@U0BOB>');
    expect(buttonsIn(ONCALL)).toEqual([expect.stringMatching(/^digest\//)]);
    await pass(10 * MINUTE);
    await remind();
    expect(calls(ONCALL)).toHaveLength(1);
  });

  test('of a digest is told in its thread, once, and closes all of its burst', async () => {
    await tellAll();
    for (const name of ['op-2', 'op-3']) await fail(name);
    await tellAll();
    const digest = buttonsIn(ONCALL).find((name) => name.startsWith('digest/'));
    await look(digest, takenBy('U0BOB', 1, { done: 'Gave it more room.' }));
    expect(buttonsIn(ONCALL)).toEqual([]);
    const replies = courier.slack
      .messages(ONCALL)
      .flatMap(({ ts }) => courier.slack.thread(ONCALL, ts))
      .filter(({ text }) => text?.includes('more room'));
    expect(replies).toHaveLength(1);
    await pass(600 * MINUTE);
    await remind();
    expect(calls(ONCALL)).toEqual([]);
  });
});

describe('what came after the presser had looked', () => {
  const digests = () => buttonsIn(ONCALL).filter((name) => name.startsWith('digest/'));
  const failAll = async (from: number, to: number) => {
    for (let number = from; number <= to; number++) await fail(`op-${number}`);
    await tellAll();
    // As if what comes within a while had been gathered into one edit.
    for (const message of await courier.redis.zrange(keys.edits, 0, '-1')) {
      await courier.redis.zincrby(keys.edits, -GATHER_MS, message);
    }
    await courier.redraw();
  };
  /** The operations in messages of the on-call channel that nobody looks after. */
  const open = () => {
    const shown = courier.slack.messages(ONCALL).map(({ blocks }) => JSON.stringify(blocks));
    const untaken = shown.filter((blocks) => /@0(?:\+\d+)?"/.test(blocks)).join();
    return [...new Set([...untaken.matchAll(/\bop-\d+/g)].map(([name]) => name))];
  };
  const operations = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => `op-${from + index}`);

  beforeEach(async () => {
    await tellAll();
    await failAll(2, 4);
  });

  test.each([
    ['done', ''],
    ['acknowledged', undefined],
  ])(
    'stays open where a digest is %s, is told anew, and on-call is called for it',
    async (_, done) => {
      const [digest] = digests();
      const openedAt = courier.parts.now();
      // More than the digest holds.
      await failAll(5, 30);
      expect(digests()).toHaveLength(2);
      const seen = { entriesSeen: 3, openedAt };
      const how = done === undefined ? {} : { done };
      await look(digest, { ...takenBy('U0BOB', openedAt, how), ...seen });
      expect(blocksOf(1)).toContain('op-4');
      expect(blocksOf(1)).not.toContain('op-5');
      expect(digests()).toHaveLength(2);
      expect(open().toSorted()).toEqual(operations(5, 30).toSorted());
      await pass(10 * MINUTE);
      await remind();
      expect(calls(ONCALL)).toHaveLength(1);
      expect(calls(ONCALL)[0]).toContain('Nobody looks after 26 operations');
      for (const name of digests()) await acknowledge(name);
      await pass(600 * MINUTE);
      await remind();
      expect(open()).toEqual([]);
      expect(calls(ONCALL)).toEqual([]);
    },
  );

  test('takes what fails next, and what on-call is told of who looks after it', async () => {
    const [digest] = digests();
    await failAll(5, 6);
    await look(digest, { ...takenBy('U0BOB', 1), entriesSeen: 3 });
    const [rest] = digests();
    await failAll(7, 7);
    expect(digests()).toEqual([rest]);
    expect(open().toSorted()).toEqual(operations(5, 7));
    const watch = `${await idOf('op-5')}`;
    expect(await courier.parts.acknowledgements.ofEnding(watchNamed(watch))).toEqual({});
    await look(rest, takenBy('U0EVE', 2));
    expect(await courier.parts.acknowledgements.ofEnding(watchNamed(watch))).toMatchObject({
      acknowledged: { by: 'U0EVE' },
    });
  });

  test.each([
    ['has just been mentioned', 0, false],
    ['was mentioned long ago', 15 * MINUTE, true],
  ])('is told with a mention unless on-call %s', async (_, ago, mentions) => {
    const [digest] = digests();
    await failAll(5, 6);
    await courier.redis.hincrby(keys.burst('failures'), FIELDS.mentioned, -ago);
    await look(digest, { ...takenBy('U0BOB', 1), entriesSeen: 3 });
    const text = courier.slack.messages(ONCALL).at(-1)?.text;
    expect(text).toContain('2 more operations have failed');
    expect(text?.includes('<!here>')).toBe(mentions);
  });

  test('is not closed by a press on the reminder that does not show it', async () => {
    await pass(10 * MINUTE);
    await remind();
    await failAll(5, 5);
    const reminder = buttonsIn(ONCALL).find((name) => name.startsWith('reminder/'));
    expect(JSON.stringify(courier.slack.messages(ONCALL).at(-1)?.blocks)).not.toContain('op-5');
    await acknowledge(reminder);
    expect(open()).toEqual(['op-5']);
  });

  test('of other digests, what was shown before is closed with the pressed one', async () => {
    await failAll(5, 30);
    const openedAt = courier.parts.now() + 1;
    await look(digests()[0], { ...takenBy('U0BOB', 1, { done: '' }), openedAt });
    expect(open()).toEqual([]);
  });
});

/** The watch of an operation, as the digest or alert on which it stands names it. */
async function idOf(operationId: string): Promise<WatchId | undefined> {
  for (const id of await courier.redis.zrange(keys.ended, 0, '-1')) {
    const stored = await courier.watches.load(watchNamed(id));
    if (stored?.record.reference.operationId === operationId) return stored.record.id;
  }
  return undefined;
}

describe('many that fail at once', () => {
  test('are called for again by one reminder, which says how many', async () => {
    await tellAll();
    // Far more than fit into one digest.
    const numbers = Array.from({ length: 199 }, (_, index) => index + 2);
    await Promise.all(numbers.map((number) => fail(`op-${number}`)));
    await tellAll();
    await pass(10 * MINUTE);
    await remind();
    expect(calls(ONCALL)).toHaveLength(1);
    expect(calls(ONCALL)[0]).toContain('Nobody looks after 200 operations');
  }, 120_000);

  test('of which somebody takes some, are called for without these', async () => {
    await tellAll();
    await pass(5 * MINUTE);
    for (const name of ['op-2', 'op-3']) await fail(name);
    await tellAll();
    await acknowledge(buttonsIn(ONCALL).find((name) => name.startsWith('digest/')));
    await fail('op-4');
    await tellAll();
    await pass(10 * MINUTE);
    await remind();
    const shown = JSON.stringify(courier.slack.messages(ONCALL).at(-1)?.blocks);
    expect(shown).toContain('op-4');
    expect(shown).not.toContain('op-2');
  });
});

test('what is of no use in Redis keeps nobody from being called for the rest', async () => {
  await tellAll();
  await courier.redis.set(keys.watch(watchNamed('w-broken')), 'no hash');
  await courier.redis.zadd(keys.appointments, 1, 'alert/w-broken');
  await pass(10 * MINUTE);
  await remind();
  expect(calls(ONCALL)).toHaveLength(1);
});

test.each([
  ['says nothing that can be read', 'nonsense'],
  ['names nobody', '{"at":1}'],
])(
  'an acknowledgement that %s is none: on-call is called again, and it is set aside',
  async (_, stored) => {
    await tellAll();
    await courier.redis.hset(keys.watch(courier.id), 'acknowledged', stored);
    await pass(10 * MINUTE);
    await remind();
    expect(calls(ONCALL)).toHaveLength(1);
    expect(buttonsIn(ONCALL)).toContain(alertName());
    const aside = await courier.redis.lrange(keys.aside, 0, '-1');
    expect(aside.join()).toContain('says who looks after it');
    await acknowledge(buttonsIn(ONCALL)[0]);
    expect(calls(ONCALL)).toEqual([]);
  },
);

test('a snooze that can’t be read ends when it was to end', async () => {
  await tellAll();
  await look(alertName(), takenBy('U0BOB', Date.now(), { until: Date.now() + 30 * MINUTE }));
  await courier.redis.hset(keys.watch(courier.id), 'acknowledged', 'nonsense');
  await pass(30 * MINUTE);
  await remind();
  expect(calls(ONCALL)).toHaveLength(1);
  expect(await courier.parts.reminders.untaken()).toHaveLength(1);
});

test('where settings call nobody any more, what is taken back meanwhile is called for all the same', async () => {
  await tellAll();
  await pass(10 * MINUTE);
  const [due] = await courier.parts.reminders.due(0);
  if (!due) throw new Error('Nothing is due');
  await acknowledge(alertName());
  const { acknowledged } = await courier.parts.acknowledgements.ofAlert(courier.id);
  await look(alertName(), takenBackBy('U0BOB', Date.now(), acknowledged?.at ?? 0));
  await courier.parts.reminders.cancel([due]);
  await pass(10 * MINUTE);
  await remind();
  expect(calls(ONCALL)).toHaveLength(1);
});

test('what another try has made good is called for by nobody; of a digest, the rest is', async () => {
  await tellAll();
  const [first, second] = [await fail('op-2'), await fail('op-3')];
  await tellAll();
  const { recoveries } = courier.parts;
  const recovered = { at: Date.now(), tries: 2 };
  await recoveries.note(first, recovered);
  await pass(10 * MINUTE);
  await remind();
  expect(calls(ONCALL)[0]).toContain('Nobody looks after 2 operations');
  expect(blocksOf(-1)).not.toContain('op-2');
  for (const id of [second, courier.id]) await recoveries.note(id, recovered);
  await courier.redraw();
  expect(calls(ONCALL)).toEqual([]);
  for (const at of [0, 1]) expect(blocksOf(at)).toContain('Succeeded at the second try');
  expect(blocksOf(2)).toContain('Made good by another try: 3 operations');
  expect(await courier.parts.reminders.untaken()).toEqual([]);
  await pass(600 * MINUTE);
  await remind();
  expect(told(ONCALL)).toHaveLength(3);
});

test('what fails after all of a digest has been made good is told and called for', async () => {
  await tellAll();
  const ids = [await fail('op-2'), await fail('op-3')];
  await tellAll();
  for (const id of [...ids, courier.id]) {
    await courier.parts.recoveries.note(id, { at: Date.now(), tries: 2 });
  }
  await courier.redraw();
  await fail('op-4');
  await tellAll();
  expect(told(ONCALL)).toHaveLength(3);
  expect(blocksOf(-1)).toContain('op-4');
  expect(blocksOf(-1)).not.toContain('Made good');
  await pass(10 * MINUTE);
  await remind();
  expect(calls(ONCALL)).toHaveLength(1);
  expect(blocksOf(-1)).toContain('op-4');
});

test('what on-call is not called for is not called for again', async () => {
  await tellAll();
  await acknowledge(buttonsIn(ONCALL)[0]);
  const id = await courier.beginAnother('op-canceled');
  await courier.watches.update(
    id,
    (record) =>
      afterReading(record, seen('Canceled', 40), Date.now(), {
        ...courier.parts.policy,
        alertOn: ['canceled'],
      }),
    { deadline: NO_DEADLINE },
  );
  await tellAll();
  expect(told(ONCALL)).toHaveLength(2);
  await pass(600 * MINUTE);
  await remind();
  expect(told(ONCALL)).toHaveLength(2);
});
