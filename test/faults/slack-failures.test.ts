import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SandboxRedis } from '../../src/sandbox/redis/private-redis.ts';
import { startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import type { SLACK_FAILURES } from '../../src/slack/api/slack-failure.ts';
import type { Reading } from '../../src/watch/reading.ts';
import { ALICE, DBA, FALLBACK, ONCALL, WITH_ALICE } from './bench.ts';
import { type Courier, type CourierOptions, startCourier } from './courier.ts';
import { seen } from './crash/one-life.ts';

const POST = 'chat.postMessage';

const RUNNING = seen('InProgress', 10);
const FAILED = seen('Failed', 60);
const SUCCEEDED = seen('Succeeded', 100);
const UNKNOWN: Reading = {
  kind: 'failure',
  failure: 'not-found',
  explanation: 'Azure does not know it.',
  trace: {},
};

const KINDS = {
  busy: ['ratelimited', 'rate_limited', 'message_limit_exceeded'],
  passing: [
    'update_failed',
    'internal_error',
    'fatal_error',
    'service_unavailable',
    'request_timeout',
  ],
  workspace: [
    'invalid_auth',
    'not_authed',
    'token_revoked',
    'token_expired',
    'account_inactive',
    'missing_scope',
    'no_permission',
    'not_allowed_token_type',
    'team_access_not_granted',
    'ekm_access_denied',
    'two_factor_setup_required',
  ],
  message: ['message_not_found', 'thread_not_found', 'cannot_reply_to_message'],
  channel: [
    'channel_not_found',
    'not_in_channel',
    'is_archived',
    'restricted_action',
    'restricted_action_read_only_channel',
  ],
  content: [
    'msg_too_long',
    'msg_blocks_too_long',
    'invalid_blocks',
    'invalid_blocks_format',
    'metadata_too_large',
    'invalid_arguments',
    'an_error_that_nobody_has_listed',
  ],
} as const satisfies Record<keyof typeof SLACK_FAILURES, readonly string[]>;

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
async function startWithAlert(fallbackChannel?: string): Promise<Courier> {
  await start({ readings: [RUNNING, FAILED], ...(fallbackChannel && { fallbackChannel }) });
  await courier.drain(courier.card);
  courier.calls();
  return courier;
}

/** A watch that has succeeded. Its card stands; the ending is owed. */
async function startWithEnding(fallbackChannel?: string): Promise<Courier> {
  await start({ readings: [RUNNING, SUCCEEDED], ...(fallbackChannel && { fallbackChannel }) });
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
const owes = async (destination: string) => (await courier.outboxes.owing()).includes(destination);
const ENDING = expect.stringMatching(/^✅ .*succeeded/);
const ALERT = expect.stringMatching(/^🚨 .*failed/);

describe('passing: it may have been done, so it is looked up before it is sent again', () => {
  test.each(KINDS.passing)('%s', async (error) => {
    await startWithAlert();
    refuse(error, ONCALL, 1);
    expect(await courier.next(courier.alert)).toEqual({
      kind: 'later',
      cause: 'passing',
      error,
      taken: 'unknown',
      afterMs: undefined,
    });
    expect(await courier.next(courier.alert)).toBeUndefined();
    expect(courier.calls()).toEqual([POST, 'conversations.history', POST]);
    expect(textsIn(ONCALL)).toEqual([ALERT]);
  });

  test.each([
    { kind: 'status', status: 500 },
    { kind: 'status', status: 503, body: '<html>' },
    { kind: 'status', status: 200, body: '{"ok":tr' },
    { kind: 'status', status: 200, body: '<html>' },
    { kind: 'drop' },
    { kind: 'carried-out-then-drop' },
  ] as const)('%j', async (fault) => {
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
    expect(thread()).toEqual([expect.stringContaining('Watching'), ENDING]);
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
  test.each(KINDS.busy)('%s', async (error) => {
    await startWithAlert();
    refuse(error, ONCALL, 1);
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

describe('workspace: every minute, and nothing is lost', () => {
  test.each(KINDS.workspace)('%s', async (error) => {
    await startWithAlert(FALLBACK);
    const mend = refuse(error);
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await courier.next(courier.alert)).toMatchObject({
        cause: 'workspace',
        error,
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
  test.each(KINDS.message)('%s', async (error) => {
    await startWithEnding(FALLBACK);
    refuse(error, DBA, 1);
    expect(await courier.next(courier.card)).toBeUndefined();
    expect(textsIn(DBA)).toEqual([expect.anything(), ENDING]);
    expect(await courier.deliveries.card(courier.id, `${DBA}-1`)).toMatchObject({ isLost: true });
  });

  test('a card that somebody has deleted', async () => {
    await startWithEnding();
    courier.slack.deleteMessage(DBA, courier.slack.messages(DBA)[0]?.ts ?? '');
    expect(await courier.next(courier.card)).toBeUndefined();
    expect(textsIn(DBA)).toEqual([ENDING]);
  });

  test('a note of what happened on the way is let go', async () => {
    await start({ readings: [RUNNING, seen('InProgress', 60)] });
    await courier.next(courier.card);
    courier.slack.deleteMessage(DBA, courier.slack.messages(DBA)[0]?.ts ?? '');
    await courier.drain(courier.card);
    expect(textsIn(DBA)).toEqual([]);
    expect(await owes(courier.card)).toBe(false);
  });

  test('the details of an alert that is gone are let go', async () => {
    await startWithAlert();
    await courier.next(courier.alert);
    courier.slack.deleteMessage(ONCALL, courier.slack.messages(ONCALL)[0]?.ts ?? '');
    await courier.drain(courier.alert);
    expect(textsIn(ONCALL)).toEqual([]);
  });

  test('an alert goes without a link to a card that is gone, and does not wait for one', async () => {
    await start({ readings: [RUNNING, FAILED] });
    await courier.next(courier.card);
    courier.slack.deleteMessage(DBA, courier.slack.messages(DBA)[0]?.ts ?? '');
    await courier.drain(courier.card);
    expect(await courier.next(courier.alert)).toBeUndefined();
    expect(textsIn(ONCALL)).toEqual([ALERT]);
  });
});

describe('channel: the next place', () => {
  const elsewhere = (channel: string) => expect.stringContaining(`I can't post in <#${channel}>`);

  describe.each(KINDS.channel)('%s', (error) => {
    test('an ending goes to FALLBACK_CHANNEL', async () => {
      await startWithEnding(FALLBACK);
      refuse(error, DBA);
      expect(await courier.next(courier.card)).toBeUndefined();
      expect(textsIn(FALLBACK)).toEqual([elsewhere(DBA)]);
    });

    test('without one, an ending goes to whoever asked', async () => {
      await startWithEnding();
      refuse(error, DBA);
      expect(await courier.next(courier.card)).toBeUndefined();
      expect(textsIn(WITH_ALICE)).toEqual([elsewhere(DBA)]);
    });

    test('an alert goes to FALLBACK_CHANNEL, and its details follow it', async () => {
      await startWithAlert(FALLBACK);
      refuse(error, ONCALL);
      await courier.drain(courier.alert);
      expect(textsIn(FALLBACK)).toEqual([elsewhere(ONCALL)]);
      const [alert] = courier.slack.messages(FALLBACK);
      expect(courier.slack.thread(FALLBACK, alert?.ts ?? '')).toHaveLength(1);
    });
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
    await courier.parts.faults.raise('sign-in', 'The secret has run out.');
    refuse('not_in_channel', ONCALL);
    await courier.drain('fault/sign-in');
    expect(textsIn(FALLBACK)).toEqual([expect.stringContaining("can't sign in")]);
    await courier.stop();

    await start({ readings: [] });
    await courier.parts.faults.raise('sign-in', 'The secret has run out.');
    const mend = refuse('not_in_channel', ONCALL);
    expect(await courier.next('fault/sign-in')).toMatchObject({ error: 'not_in_channel' });
    mend();
    await courier.drain('fault/sign-in');
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

  test.each(KINDS.content)('%s: card, note, alert, details', async (error) => {
    await start({ readings: [RUNNING, FAILED] });
    refuseBlocks(error);
    await courier.drain(courier.card);
    await courier.drain(courier.alert);
    expect(courier.slack.messages(DBA)).toMatchObject([{ text: /./, blocks: [] }]);
    expect(thread()).toEqual([
      expect.stringContaining('Watching'),
      expect.stringContaining('failed'),
    ]);
    expect(courier.slack.messages(ONCALL)).toMatchObject([{ text: ALERT, blocks: [] }]);
    expect(logged(error)).toHaveLength(5);
    expect(JSON.stringify(logged(error)[0])).toContain('blocks');
  });

  test('a fault of the bot', async () => {
    await start({ readings: [] });
    await courier.parts.faults.raise('sign-in', 'The secret has run out.');
    refuseBlocks('invalid_blocks');
    await courier.drain('fault/sign-in');
    expect(courier.slack.messages(ONCALL)).toMatchObject([{ blocks: [] }]);
  });

  test('what is refused plainly, too, goes to the next place', async () => {
    await startWithAlert(FALLBACK);
    refuse('an_error_that_nobody_has_listed', ONCALL);
    await courier.drain(courier.alert);
    expect(textsIn(FALLBACK)).toHaveLength(1);
  });
});
