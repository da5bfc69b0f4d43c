import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type SandboxRedis, startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import type { SLACK_FAILURES } from '../../src/slack/api/slack-failure.ts';
import {
  type ChannelId,
  type Destination,
  destinations,
  faultNames,
} from '../../src/watch/names.ts';
import type { Reading } from '../../src/watch/reading.ts';
import { ALICE, DBA, FALLBACK, ONCALL, WITH_ALICE } from './bench.ts';
import { type Courier, type CourierOptions, startCourier } from './courier.ts';
import { seen } from './crash/one-life.ts';

const POST = 'chat.postMessage';

const RUNNING = seen('InProgress', 10);
const HALFWAY = seen('InProgress', 60);
const FAILED = seen('Failed', 60);
const SUCCEEDED = seen('Succeeded', 100);
const UNKNOWN: Reading = {
  kind: 'failure',
  failure: 'not-found',
  explanation: 'Azure does not know it.',
  trace: {},
};

/** One error of each kind; which others are of that kind is tested in test/slack/api. */
const ERRORS = {
  busy: 'message_limit_exceeded',
  passing: 'internal_error',
  workspace: 'missing_scope',
  message: 'thread_not_found',
  channel: 'not_in_channel',
  conversation: 'ekm_access_denied',
  content: 'invalid_blocks',
} as const satisfies Record<keyof typeof SLACK_FAILURES, string>;

let redis: SandboxRedis;
let courier: Courier;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
afterEach(async () => {
  await courier.stop();
});
afterAll(async () => {
  await redis.stop();
});

async function start(options: Omit<CourierOptions, 'redisUrl'>): Promise<Courier> {
  courier = await startCourier({ ...options, redisUrl: redis.url });
  return courier;
}

/** A watch that has failed. Its card and thread are told; the alert is owed. */
async function startWithAlert(fallbackChannel?: ChannelId): Promise<Courier> {
  await start({ readings: [RUNNING, FAILED], ...(fallbackChannel && { fallbackChannel }) });
  await courier.drain(courier.card);
  courier.calls();
  return courier;
}

/** A watch that has succeeded. Its card stands with a reply; the ending is owed. */
async function startWithEnding(fallbackChannel?: ChannelId): Promise<Courier> {
  await start({
    readings: [RUNNING, HALFWAY, SUCCEEDED],
    ...(fallbackChannel && { fallbackChannel }),
  });
  await courier.next(courier.card);
  await courier.next(courier.card);
  courier.calls();
  return courier;
}

function refuse(error: string, channel?: string, times = 1000) {
  return courier.slack.fail({
    method: POST,
    times,
    with: { kind: 'error', error },
    ...(channel !== undefined && { when: (args) => args['channel'] === channel }),
  });
}

const textsIn = (channel: string) => courier.slack.messages(channel).map(({ text }) => text);
const thread = () =>
  courier.slack.thread(DBA, courier.slack.messages(DBA)[0]?.ts ?? '').map(({ text }) => text);
const owes = async (destination: Destination) =>
  (await courier.outboxes.owing()).includes(destination);
const ENDING = expect.stringMatching(/^✅ .*succeeded/);
const ALERT = expect.stringMatching(/^🚨 .*failed/);

describe('passing: it may have been done, so it is looked up before it is sent again', () => {
  test('an alert is looked up in its channel', async () => {
    await startWithAlert();
    refuse(ERRORS.passing, ONCALL, 1);
    expect(await courier.next(courier.alert)).toEqual({
      kind: 'later',
      cause: 'passing',
      error: ERRORS.passing,
      taken: 'unknown',
      afterMs: undefined,
    });
    expect(await courier.next(courier.alert)).toBeUndefined();
    expect(courier.calls()).toEqual([POST, 'conversations.history', POST]);
    expect(textsIn(ONCALL)).toEqual([ALERT]);
  });

  test.each([
    { kind: 'status', status: 503 },
    { kind: 'status', status: 200, body: '{"ok":tr' },
    { kind: 'carried-out-then-drop' },
  ] as const)('and where the answer is none: %j', async (fault) => {
    await startWithAlert();
    courier.slack.fail({ method: POST, with: fault });
    expect(await courier.next(courier.alert)).toMatchObject({ cause: 'passing', taken: 'unknown' });
    expect(await courier.next(courier.alert)).toBeUndefined();
    expect(textsIn(ONCALL)).toEqual([ALERT]);
  });

  test('a note is looked up in its thread', async () => {
    await startWithEnding();
    courier.slack.fail({ method: POST, with: { kind: 'carried-out-then-drop' } });
    expect(await courier.next(courier.card)).toMatchObject({ cause: 'passing' });
    await courier.drain(courier.card);
    expect(courier.calls()).toEqual([POST, 'conversations.replies']);
    expect(thread()).toEqual([expect.stringContaining('past 50 %'), ENDING]);
  });

  test('a look that fails is taken again, and nothing is sent meanwhile', async () => {
    await startWithAlert();
    courier.slack.fail({ method: POST, with: { kind: 'carried-out-then-drop' } });
    courier.slack.fail({ method: 'conversations.history', with: { kind: 'drop' } });
    expect(await courier.next(courier.alert)).toMatchObject({ cause: 'passing' });
    expect(await courier.next(courier.alert)).toMatchObject({ cause: 'passing' });
    expect(await courier.next(courier.alert)).toBeUndefined();
    expect(textsIn(ONCALL)).toEqual([ALERT]);
  });
});

describe('busy: after as long as Slack says, without a look', () => {
  test('a pause of which Slack does not say how long it is', async () => {
    await startWithAlert();
    refuse(ERRORS.busy, ONCALL, 1);
    expect(await courier.next(courier.alert)).toMatchObject({ cause: 'busy', taken: 'no' });
    expect(await courier.next(courier.alert)).toMatchObject({ kind: 'not-yet' });
    // The pause is over.
    await courier.redis.del('{mysqlop}:holds', `{mysqlop}:budget:posts/${ONCALL}:pace`);
    expect(await courier.next(courier.alert)).toBeUndefined();
    expect(courier.calls()).toEqual([POST, POST]);
    expect(textsIn(ONCALL)).toEqual([ALERT]);
  });

  test('429: as long as that call was told, and another call not at all', async () => {
    await startWithAlert();
    const headers = { 'retry-after': '7' };
    courier.slack.fail({ method: POST, with: { kind: 'status', status: 429, headers } });
    expect(await courier.next(courier.alert)).toMatchObject({ cause: 'busy', afterMs: 7000 });
    expect(await courier.parts.writer.edit(DBA, '1.2', { text: 'x', blocks: [] })).toMatchObject({
      error: 'message_not_found',
    });
  });
});

describe('busy for long', () => {
  const MINUTE = 60_000;
  const busy = (channel: string, headers: Readonly<Record<string, string>>) =>
    courier.slack.fail({
      method: POST,
      times: 1000,
      when: (args) => args['channel'] === channel,
      with: { kind: 'status', status: 429, headers },
    });

  test.each([{ 'retry-after': '86400' }, {}, { 'retry-after': 'soon' }] as const)(
    'an alert goes to FALLBACK_CHANNEL after a minute, and to the on-call channel no more: %j',
    async (headers) => {
      await startWithAlert(FALLBACK);
      const mend = busy(ONCALL, headers);
      for (const _attempt of ['asked', 'held']) {
        const waits = await courier.next(courier.alert);
        expect(waits?.afterMs).toBeLessThanOrEqual(MINUTE);
        expect(textsIn(FALLBACK)).toEqual([]);
      }
      courier.wait(MINUTE);
      expect(await courier.next(courier.alert)).toBeUndefined();
      mend();
      await courier.drain(courier.alert);
      expect(textsIn(FALLBACK)).toEqual([expect.stringContaining("I can't post in <#C0ONCALL>")]);
      expect(textsIn(ONCALL)).toEqual([]);
    },
  );

  test('which of both takes it, it is told once, also where the answer is lost', async () => {
    await startWithAlert(FALLBACK);
    const mend = busy(ONCALL, { 'retry-after': '86400' });
    courier.slack.fail({
      method: POST,
      when: ({ channel }) => channel === FALLBACK,
      with: { kind: 'carried-out-then-drop' },
    });
    courier.wait(MINUTE);
    expect((await courier.next(courier.alert))?.afterMs).toBeLessThanOrEqual(MINUTE);
    mend();
    await courier.redis.del('{mysqlop}:holds', `{mysqlop}:budget:posts/${ONCALL}:pace`);
    await courier.drain(courier.alert);
    expect([...textsIn(FALLBACK), ...textsIn(ONCALL)]).toHaveLength(1);
  });

  test('where both are busy, the on-call channel is tried first again', async () => {
    await startWithAlert(FALLBACK);
    const mend = busy(ONCALL, { 'retry-after': '86400' });
    busy(FALLBACK, { 'retry-after': '86400' });
    courier.wait(MINUTE);
    await courier.next(courier.alert);
    await courier.next(courier.alert);
    mend();
    await courier.redis.del('{mysqlop}:holds', `{mysqlop}:budget:posts/${ONCALL}:pace`);
    await courier.drain(courier.alert);
    expect(textsIn(ONCALL)).toEqual([ALERT]);
  });

  test('without a FALLBACK_CHANNEL it stays on-call’s, and is tried every minute', async () => {
    await startWithAlert();
    const mend = busy(ONCALL, { 'retry-after': '86400' });
    courier.wait(MINUTE);
    expect(await courier.next(courier.alert)).toMatchObject({ cause: 'busy', afterMs: MINUTE });
    mend();
    await courier.redis.del('{mysqlop}:holds', `{mysqlop}:budget:posts/${ONCALL}:pace`);
    await courier.drain(courier.alert);
    expect(textsIn(ONCALL)).toEqual([ALERT]);
  });
});

describe('workspace: every minute, and nothing is lost', () => {
  test('an alert waits where it is until somebody has mended it', async () => {
    await startWithAlert(FALLBACK);
    const mend = refuse(ERRORS.workspace);
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await courier.next(courier.alert)).toMatchObject({
        cause: 'workspace',
        error: ERRORS.workspace,
        afterMs: 60_000,
      });
    }
    expect(courier.calls()).toEqual([POST, POST, POST]);
    mend();
    await courier.drain(courier.alert);
    expect(textsIn(ONCALL)).toEqual([ALERT]);
    expect(textsIn(FALLBACK)).toEqual([]);
  });
});

describe('message: the card is gone, so an ending goes into the channel', () => {
  test('a thread that takes no replies', async () => {
    await startWithEnding(FALLBACK);
    refuse(ERRORS.message, DBA, 1);
    expect(await courier.next(courier.card)).toBeUndefined();
    expect(textsIn(DBA)).toEqual([expect.anything(), ENDING]);
    expect(await courier.cardStates()).toEqual(['lost']);
  });

  test('a card that somebody has deleted, once an edit has found that out', async () => {
    await startWithEnding();
    courier.slack.deleteMessage(DBA, courier.slack.messages(DBA)[0]?.ts ?? '');
    await courier.drain(courier.card);
    expect(textsIn(DBA)).toEqual([]);
    await courier.redraw();
    await courier.drain(courier.card);
    expect(textsIn(DBA)).toEqual([ENDING]);
    expect(await courier.cardStates()).toEqual(['lost']);
  });

  test('a card without a reply, under which Slack puts the next one into the channel', async () => {
    await start({ readings: [RUNNING, HALFWAY, SUCCEEDED] });
    await courier.next(courier.card);
    courier.slack.deleteMessage(DBA, courier.slack.messages(DBA)[0]?.ts ?? '');
    await courier.drain(courier.card);
    await courier.redraw();
    await courier.drain(courier.card);
    expect(textsIn(DBA)).toEqual([expect.stringMatching(/Operation op-1: past 50 %/), ENDING]);
  });

  test('the ending itself may go there, of which the answer may be lost: it is told once', async () => {
    await startWithEnding();
    const [{ ts } = { ts: '' }] = courier.slack.messages(DBA);
    for (const reply of courier.slack.thread(DBA, ts)) courier.slack.deleteMessage(DBA, reply.ts);
    courier.slack.deleteMessage(DBA, ts);
    courier.slack.fail({ method: POST, with: { kind: 'carried-out-then-drop' } });
    expect(await courier.next(courier.card)).toMatchObject({ cause: 'passing' });
    await courier.drain(courier.card);
    expect(courier.calls()).toEqual([POST, 'conversations.replies', 'conversations.history']);
    await courier.redraw();
    await courier.drain(courier.card);
    expect(textsIn(DBA)).toEqual([ENDING]);
    expect(await courier.cardStates()).toEqual(['lost']);
  });

  test('of what happened on the way only the first is said in the channel, and names it', async () => {
    await start({ readings: [RUNNING, HALFWAY, seen('InProgress', 80)] });
    await courier.next(courier.card);
    courier.slack.deleteMessage(DBA, courier.slack.messages(DBA)[0]?.ts ?? '');
    await courier.drain(courier.card);
    expect(textsIn(DBA)).toEqual([expect.stringMatching(/Operation op-1: past 50 %/)]);
    expect(courier.log).toContainEqual(expect.objectContaining({ event: 'slack.thread_gone' }));
    expect(await owes(courier.card)).toBe(false);
  });

  test('the details of an alert that is gone name their operation', async () => {
    await startWithAlert();
    await courier.next(courier.alert);
    courier.slack.deleteMessage(ONCALL, courier.slack.messages(ONCALL)[0]?.ts ?? '');
    await courier.drain(courier.alert);
    expect(textsIn(ONCALL)).toEqual([expect.stringMatching(/whole error, Operation op-1/)]);
  });

  test('an alert goes without a link to a card that is gone, and does not wait for one', async () => {
    await start({ readings: [RUNNING, FAILED] });
    await courier.next(courier.card);
    courier.slack.deleteMessage(DBA, courier.slack.messages(DBA)[0]?.ts ?? '');
    await courier.drain(courier.card);
    expect(await courier.next(courier.alert)).toBeUndefined();
    expect(textsIn(ONCALL)).toEqual([ALERT]);
    const [alert] = courier.slack.messages(ONCALL);
    expect(JSON.stringify(alert?.blocks)).not.toContain(`archives/${DBA}`);
  });
});

describe('channel: the next place', () => {
  const elsewhere = (channel: string) => expect.stringContaining(`I can't post in <#${channel}>`);

  test('an ending goes to FALLBACK_CHANNEL', async () => {
    await startWithEnding(FALLBACK);
    refuse(ERRORS.channel, DBA);
    expect(await courier.next(courier.card)).toBeUndefined();
    expect(textsIn(FALLBACK)).toEqual([elsewhere(DBA)]);
  });

  test('without one, an ending goes to whoever asked', async () => {
    await startWithEnding();
    refuse(ERRORS.channel, DBA);
    expect(await courier.next(courier.card)).toBeUndefined();
    expect(textsIn(WITH_ALICE)).toEqual([elsewhere(DBA)]);
  });

  test('an alert goes to FALLBACK_CHANNEL, and its details follow it', async () => {
    await startWithAlert(FALLBACK);
    refuse(ERRORS.channel, ONCALL);
    await courier.drain(courier.alert);
    expect(textsIn(FALLBACK)).toEqual([elsewhere(ONCALL)]);
    const [alert] = courier.slack.messages(FALLBACK);
    expect(courier.slack.thread(FALLBACK, alert?.ts ?? '')).toHaveLength(1);
  });

  test('an alert of which the first place may have taken it is looked for in both', async () => {
    await startWithAlert(FALLBACK);
    refuse('is_archived', ONCALL);
    courier.slack.fail({
      method: POST,
      when: ({ channel }) => channel === FALLBACK,
      with: { kind: 'carried-out-then-drop' },
    });
    expect(await courier.next(courier.alert)).toMatchObject({ cause: 'passing' });
    expect(await courier.next(courier.alert)).toBeUndefined();
    expect(textsIn(FALLBACK)).toHaveLength(1);
  });

  test('a condition’s alert goes on to whoever asked, and its end into that thread', async () => {
    await start({ readings: [RUNNING], policy: { stallAfterMs: 0 } });
    await courier.drain(courier.card);
    refuse('is_archived', ONCALL);
    expect(await courier.next(courier.alert)).toBeUndefined();
    expect(textsIn(WITH_ALICE)).toEqual([expect.stringMatching(/^🐢 /)]);
  });

  test('a fault of the bot has no asker: it goes to FALLBACK_CHANNEL or stays owed', async () => {
    await start({ readings: [], fallbackChannel: FALLBACK });
    await courier.parts.faults.raise(faultNames.signIn, 'The secret has run out.');
    refuse('not_in_channel', ONCALL);
    await courier.drain(destinations.fault(faultNames.signIn));
    expect(textsIn(FALLBACK)).toEqual([expect.stringContaining("can't sign in")]);
    await courier.stop();

    await start({ readings: [] });
    await courier.parts.faults.raise(faultNames.signIn, 'The secret has run out.');
    const mend = refuse('not_in_channel', ONCALL);
    expect(await courier.next(destinations.fault(faultNames.signIn))).toMatchObject({
      error: 'not_in_channel',
    });
    mend();
    await courier.drain(destinations.fault(faultNames.signIn));
    expect(textsIn(ONCALL)).toEqual([expect.stringContaining("can't sign in")]);
  });

  test('a card that can not be posted ends the watch there, and whoever asked is told', async () => {
    await start({ readings: [RUNNING] });
    courier.slack.changeChannel(DBA, { isArchived: true });
    expect(await courier.next(courier.card)).toBeUndefined();
    expect(await courier.isWatching()).toBe(false);
    expect(textsIn(WITH_ALICE)).toEqual([expect.stringContaining("can't post")]);
  });

  test('a card that can not be posted of an operation that has ended meanwhile is told elsewhere', async () => {
    await start({ readings: [SUCCEEDED], fallbackChannel: FALLBACK });
    courier.slack.changeChannel(DBA, { isArchived: true });
    await courier.drain(courier.card);
    expect(textsIn(FALLBACK)).toEqual([ENDING]);
  });

  describe('that takes it nowhere', () => {
    test.each([
      ['an ending', startWithEnding, 'card', ENDING, DBA],
      ['an alert', startWithAlert, 'alert', ALERT, ONCALL],
    ] as const)(
      '%s stays owed, is seen, and is told when mended',
      async (_what, begin, owner, told, channel) => {
        await begin();
        const destination = courier[owner];
        const mend = refuse('is_archived');
        for (let attempt = 0; attempt < 2; attempt++) {
          expect(await courier.next(destination)).toEqual({
            kind: 'later',
            cause: 'passing',
            error: 'is_archived',
            taken: 'no',
            // After growing pauses.
            afterMs: undefined,
          });
        }
        expect(await courier.outboxes.backlog()).toMatchObject({
          stuck: [{ destination, error: 'is_archived' }],
        });
        expect(courier.log).toContainEqual(
          expect.objectContaining({ event: 'slack.untold', level: 50, destination }),
        );
        mend();
        await courier.drain(destination);
        const at = channel === DBA ? thread() : textsIn(channel);
        expect(at.at(-1)).toEqual(told);
        expect(await courier.outboxes.backlog()).toMatchObject({ stuck: [] });
      },
    );

    test('an answer to the asker alone stays owed', async () => {
      await start({ readings: [UNKNOWN, UNKNOWN], policy: { notFoundAfterMs: 0 } });
      courier.slack.changeChannel(DBA, { isMember: false });
      const mend = refuse('cannot_dm_bot');
      expect(await courier.next(courier.asker)).toMatchObject({ error: 'cannot_dm_bot' });
      expect(await courier.outboxes.backlog()).toMatchObject({ items: 1 });
      mend();
      await courier.drain(courier.asker);
      expect(textsIn(WITH_ALICE)).toEqual([expect.stringContaining('could not find')]);
      expect(courier.slack.ephemerals(DBA, ALICE)).toEqual([]);
    });
  });
});

describe('conversation: that one alone, for the moment', () => {
  const close = (refusesWith: string | undefined, channel: string = DBA) =>
    courier.slack.changeChannel(channel, { refusesWith });

  test.each(['ekm_access_denied', 'no_permission', 'team_not_found', 'a_name_of_next_year'])(
    '%s: an alert and an ending go to FALLBACK_CHANNEL at once',
    async (error) => {
      await startWithAlert(FALLBACK);
      close(error, ONCALL);
      await courier.drain(courier.alert);
      expect(textsIn(FALLBACK)).toEqual([expect.stringContaining("I can't post in <#C0ONCALL>")]);
      await courier.stop();

      await startWithEnding(FALLBACK);
      close(error);
      await courier.drain(courier.card);
      expect(textsIn(FALLBACK)).toEqual([expect.stringContaining("I can't post in <#C0DBA>")]);
    },
  );

  test.each(['team_not_found', 'a_name_of_next_year'])(
    '%s: a card is put off, whoever asked is told so once, and it comes when that is over',
    async (error) => {
      await start({ readings: [RUNNING] });
      close(error);
      for (let attempt = 0; attempt < 3; attempt++) {
        expect(await courier.next(courier.card)).toMatchObject({ cause: 'passing', error });
      }
      expect(textsIn(WITH_ALICE)).toEqual([
        expect.stringMatching(new RegExp(`${error}.*keep trying`)),
      ]);
      expect(await courier.isWatching()).toBe(true);
      close(undefined);
      await courier.drain(courier.card);
      expect(textsIn(DBA)).toHaveLength(1);
    },
  );

  test('where auth.test is refused as well it is the workspace: what is owed waits', async () => {
    await startWithAlert(FALLBACK);
    close('ekm_access_denied', ONCALL);
    const mend = courier.slack.fail({
      method: 'auth.test',
      times: 1000,
      with: { kind: 'error', error: 'ekm_access_denied' },
    });
    expect(await courier.next(courier.alert)).toMatchObject({
      cause: 'workspace',
      error: 'ekm_access_denied',
      afterMs: 60_000,
    });
    expect(textsIn(FALLBACK)).toEqual([]);
    mend();
    close(undefined, ONCALL);
    await courier.drain(courier.alert);
    expect(textsIn(ONCALL)).toEqual([ALERT]);
  });
});

describe('content: as plain text, and what was refused is logged', () => {
  const refuseBlocks = (error: string) =>
    courier.slack.fail({
      method: POST,
      times: 1000,
      when: ({ blocks }) => blocks !== undefined,
      with: { kind: 'error', error },
    });
  const logged = (error: string) =>
    courier.log.filter(
      (entry) =>
        entry['error'] === error && entry['refused'] !== undefined && entry['level'] === 50,
    );

  test('card, note, alert, details', async () => {
    const error = ERRORS.content;
    await start({ readings: [RUNNING, FAILED] });
    refuseBlocks(error);
    // The note of the ending waits no longer for an edit that does not come.
    courier.wait(4000);
    await courier.drain(courier.card);
    await courier.drain(courier.alert);
    expect(courier.slack.messages(DBA)).toMatchObject([{ text: /./, blocks: [] }]);
    expect(thread()).toEqual([expect.stringContaining('failed')]);
    expect(courier.slack.messages(ONCALL)).toMatchObject([{ text: ALERT, blocks: [] }]);
    expect(logged(error)).toHaveLength(4);
    expect(JSON.stringify(logged(error)[0])).toContain('blocks');
  });

  test('a fault of the bot', async () => {
    await start({ readings: [] });
    await courier.parts.faults.raise(faultNames.signIn, 'The secret has run out.');
    refuseBlocks('invalid_blocks');
    await courier.drain(destinations.fault(faultNames.signIn));
    expect(courier.slack.messages(ONCALL)).toMatchObject([{ blocks: [] }]);
  });

  test('what is refused plainly, too, goes to the next place', async () => {
    await startWithAlert(FALLBACK);
    refuse('an_error_that_nobody_has_listed', ONCALL);
    await courier.drain(courier.alert);
    expect(textsIn(FALLBACK)).toHaveLength(1);
  });
});
