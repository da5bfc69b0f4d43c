import { describe, expect, test } from 'vitest';
import {
  ALICE,
  buildAside,
  buildAttempt,
  buildCard,
  buildMessage,
  buildObservation,
  buildRead,
  buildReply,
  CARD_TS,
  DBA,
  ONCALL,
  RANDOM,
} from './build-observation.ts';
import { checkPromises } from './chaos/checks/check-promises.ts';
import type { Observation, RedisKey } from './chaos/checks/observation.ts';
import type { HistoryName } from './chaos/plan/histories.ts';

const SUCCEEDED = 'Backup of server-0000 succeeded after 10 s.';
const FAILED = 'Backup of server-0000 failed after 10 s.';
const GONE = 'Backup of server-0000: Azure no longer keeps its result.';
const RUNNING = 'Backup of server-0000: 50 %';
const STOPPED = 'Backup of server-0000: no longer watched here.';

const card = buildCard(SUCCEEDED);
const ended = buildReply('ended', SUCCEEDED);
const failure = [buildCard(FAILED), buildReply('ended', FAILED)];
const alert = buildMessage('alert', `🚨 <!subteam^S0DBAS> ${FAILED}`, { channel: ONCALL });
const ping = { channel: ONCALL, ts: alert.ts, mention: '<!subteam^S0DBAS>', shown: true };
const again = { ts: '1.000010' };
const lost = { kind: 'lose channel', channel: DBA, at: 5_000 } as const;
const closed = { kind: 'close channel', channel: DBA, at: 5_000 } as const;
const deleted = {
  kind: 'delete card',
  operation: 0,
  channel: DBA,
  ts: CARD_TS,
  at: 5_000,
} as const;
const stop = { kind: 'stop', operation: 0, channel: DBA, at: 5_000 } as const;

function promisesBroken(history: HistoryName, seen: Partial<Observation>): readonly string[] {
  return checkPromises(buildObservation(history, seen)).map(
    ({ promise, what }) => `${promise}: ${what}`,
  );
}

type Case = readonly [string, HistoryName, Partial<Observation>];

describe('a run keeps its promises', () => {
  test.each<Case>([
    ['that succeeds', 'succeeded', { messages: [card, buildReply('milestone-50', ''), ended] }],
    ['that fails', 'failed at 0 %', { messages: [...failure, alert], pings: [ping] }],
    ['that was never known', 'never known', { ephemerals: [buildAside('I could not find')] }],
    [
      'that is gone',
      'gone',
      {
        messages: [
          buildCard(GONE),
          buildReply('ended', GONE),
          buildMessage('alert', GONE, { channel: ONCALL }),
        ],
        pings: [ping],
      },
    ],
    [
      'whose status was asked for many times while it was read',
      'succeeded',
      {
        attempts: [buildAttempt(), buildAttempt({ kind: 'status', tookMs: 1_000 })],
        messages: [card, ended],
        reads: Array.from({ length: 8 }, (_, n) => buildRead(n * 100, { endedAt: n * 100 + 150 })),
      },
    ],
    [
      'that was stopped',
      'succeeded',
      { deeds: [stop], messages: [buildCard(STOPPED), buildReply('stopped', '')] },
    ],
    [
      'whose card was deleted after its end was told',
      'succeeded',
      {
        deeds: [deleted],
        messages: [
          { ...card, deleted: true },
          { ...ended, postedAt: deleted.at - 1000 },
        ],
      },
    ],
    [
      'whose card was deleted before',
      'succeeded',
      {
        deeds: [deleted],
        messages: [{ ...card, deleted: true }, buildMessage('ended', SUCCEEDED)],
      },
    ],
    [
      'whose channel was lost, told in the fallback channel',
      'succeeded',
      {
        deeds: [lost],
        messages: [buildCard(RUNNING), buildMessage('ended', SUCCEEDED, { channel: 'C0FALLBACK' })],
      },
    ],
    [
      'whose channel was closed, told in the fallback channel, and shown where it opened again',
      'succeeded',
      {
        deeds: [closed],
        messages: [card, buildMessage('ended', SUCCEEDED, { channel: 'C0FALLBACK' })],
      },
    ],
    [
      'whose channel was lost, told to its asker',
      'succeeded',
      {
        deeds: [lost],
        messages: [buildCard(RUNNING), buildMessage('ended', SUCCEEDED, { channel: 'D0ALICE' })],
      },
    ],
    [
      'that is told twice where the bot may not look',
      'succeeded',
      {
        attempts: [buildAttempt({ channel: RANDOM })],
        messages: [
          buildCard(RUNNING, { channel: RANDOM }),
          buildCard(SUCCEEDED, { channel: RANDOM, ts: '1.000002' }),
          buildReply('ended', SUCCEEDED, { channel: RANDOM, threadTs: '1.000002' }),
          buildReply('ended', SUCCEEDED, { channel: RANDOM, threadTs: '1.000002', ...again }),
        ],
      },
    ],
    [
      'whose channel was lost before its card was posted',
      'succeeded',
      {
        deeds: [lost],
        messages: [
          buildMessage('asker', 'server-0000 is *not* being watched here', { channel: 'D0ALICE' }),
        ],
      },
    ],
    [
      'that fails, after its asker was told that it can’t be watched',
      'failed at 0 %',
      {
        deeds: [lost],
        messages: [buildCard(RUNNING)],
        ephemerals: [buildAside('It is *not* being watched here:')],
      },
    ],
    [
      'whose card was deleted before the bot could know of it',
      'succeeded',
      {
        deeds: [deleted],
        messages: [
          { ...card, deleted: true },
          { ...card, ts: '1.000002', postedAt: 6_000 },
          { ...ended, threadTs: '1.000002' },
        ],
      },
    ],
    ['that nobody watches', 'succeeded', { attempts: [] }],
  ])('for an operation %s', (_what, history, seen) => {
    expect(promisesBroken(history, seen)).toEqual([]);
  });
});

describe('a run is found out', () => {
  test.each<readonly [...Case, RegExp]>([
    ['a watch without a card', 'succeeded', {}, /there is no card/],
    [
      'a card that runs for ever',
      'succeeded',
      { messages: [buildCard(RUNNING), ended] },
      /should say/,
    ],
    ['a wrong verdict', 'canceled', { messages: [card, ended] }, /should say canceled/],
    ['an end that is not told', 'succeeded', { messages: [card] }, /told 0 times/],
    [
      'an end told twice',
      'succeeded',
      { messages: [card, ended, { ...ended, ...again }] },
      /2 times/,
    ],
    ['an asker left alone', 'never known', {}, /told nothing/],
    [
      'a card of what Azure never knew, without its end',
      'never known',
      { messages: [buildCard('Operation server-0000: not found.')] },
      /told 0 times/,
    ],
    [
      'a closed channel, told nowhere',
      'succeeded',
      { deeds: [closed], messages: [card] },
      /its end was told 0 times/,
    ],
    [
      'a closed channel that opened again, with a card that runs for ever',
      'succeeded',
      {
        deeds: [closed],
        messages: [
          buildCard(RUNNING, { versions: [{ text: RUNNING, blocks: [], until: 900 }] }),
          buildMessage('ended', SUCCEEDED, { channel: 'C0FALLBACK' }),
        ],
      },
      /the card should say succeeded/,
    ],
    [
      'a lost channel, told nowhere',
      'succeeded',
      { deeds: [lost], messages: [buildCard(RUNNING)] },
      /told nowhere/,
    ],
    [
      'a deleted card, told nowhere',
      'succeeded',
      { deeds: [deleted], messages: [{ ...card, deleted: true }] },
      /told nowhere/,
    ],
    [
      'a stop told twice',
      'succeeded',
      {
        deeds: [stop],
        messages: [
          buildCard(STOPPED),
          buildReply('stopped', ''),
          { ...buildReply('stopped', ''), ...again },
        ],
      },
      /stop was told 2 times/,
    ],
    ['a stop that nobody asked for', 'succeeded', { messages: [buildCard(STOPPED)] }, /nobody had/],
    [
      'an end told after a stop',
      'succeeded',
      { deeds: [stop], messages: [buildCard(STOPPED), buildReply('stopped', ''), ended] },
      /all the same/,
    ],
    [
      'two cards for one command',
      'succeeded',
      { messages: [card, ended, buildCard(SUCCEEDED, { ts: '1.000002' })] },
      /2 cards, though it was asked for 1 times/,
    ],
    [
      'a milestone told twice where the bot may not look',
      'succeeded',
      {
        attempts: [],
        messages: [0, 1].map((n) =>
          buildMessage('milestone-50', RUNNING, { channel: RANDOM, ts: `2.${n}` }),
        ),
      },
      /milestone-50 was posted 2 times/,
    ],
    [
      'a message that was deleted and posted again',
      'succeeded',
      { messages: [card, { ...ended, deleted: true }, { ...ended, ...again }] },
      /ended was posted 2 times/,
    ],
    [
      'a card that was known, deleted and posted again',
      'succeeded',
      {
        deeds: [deleted],
        messages: [
          { ...card, deleted: true },
          buildReply('milestone-50', ''),
          { ...card, ts: '1.000002', postedAt: 6_000 },
          { ...ended, threadTs: '1.000002' },
        ],
      },
      /card was posted 2 times/,
    ],
    [
      'a message without an id',
      'succeeded',
      {
        messages: [
          card,
          ended,
          { ...buildMessage('', 'Hello'), metadata: { event_type: 'x', event_payload: {} } },
        ],
      },
      /carries no id/,
    ],
    ['a failure that calls nobody', 'failed at 0 %', { messages: failure }, /was not called/],
    [
      'a failure in a lost channel that calls nobody',
      'failed at 0 %',
      { deeds: [lost], messages: [buildCard(RUNNING)] },
      /was not called/,
    ],
    [
      'a failure that calls twice',
      'failed at 0 %',
      { messages: [...failure, alert, { ...alert, ...again }] },
      /called 2 times/,
    ],
    [
      'a call for what is gone, twice',
      'gone',
      {
        messages: [
          buildCard(GONE),
          buildReply('ended', GONE),
          buildMessage('alert', GONE, { channel: ONCALL }),
          buildMessage('alert', GONE, { channel: ONCALL, ...again }),
        ],
      },
      /called 2 times for one watch/,
    ],
    [
      'a success that mentions on-call',
      'succeeded',
      {
        messages: [card, ended, { ...ended, ...again, channel: ONCALL }],
        pings: [{ ...ping, ts: again.ts }],
      },
      /mentioned for a good end/,
    ],
    [
      'a card that said failed for a moment',
      'succeeded',
      {
        messages: [
          { ...card, versions: [{ text: 'server-0000 failed', blocks: [], until: 1 }] },
          ended,
        ],
      },
      /failed is said of what failed alone/,
    ],
    [
      'a thread out of order',
      'succeeded',
      {
        messages: [
          card,
          buildReply('milestone-75', '', { ts: '1.000002' }),
          buildReply('milestone-50', '', { ts: '1.000003' }),
          ended,
        ],
      },
      /milestone-75 < milestone-50 < ended/,
    ],
    [
      'a read long after the end',
      'succeeded',
      { messages: [card, ended], reads: [buildRead(20_000)] },
      /1 reads after its end/,
    ],
    [
      'two workers that read one operation',
      'succeeded',
      {
        messages: [card, ended],
        reads: Array.from({ length: 8 }, (_, n) => buildRead(n * 100, { endedAt: n * 100 + 150 })),
      },
      /7 reads overlapped/,
    ],
    [
      'a command without an answer',
      'succeeded',
      {
        attempts: [
          buildAttempt({ tookMs: 3_000, outcome: { kind: 'error', code: 'operation_timeout' } }),
        ],
      },
      /a command is answered in time/,
    ],
    [
      'a refused command that is kept',
      'succeeded',
      {
        attempts: [buildAttempt({ outcome: { kind: 'answered', text: 'Sorry, I could not' } })],
        messages: [card, ended],
      },
      /leaves no trace/,
    ],
    [
      'a process that ends by itself',
      'succeeded',
      { attempts: [], crashes: ['x'] },
      /ends by itself/,
    ],
  ])('by %s', (_what, history, seen, expected) => {
    expect(promisesBroken(history, seen).join('\n')).toMatch(expected);
  });

  const key = (name: string, seen: Partial<RedisKey> = {}): RedisKey => ({
    ...{ name: `{mysqlop}:${name}`, type: 'hash', ttlMs: -1, entries: [] },
    ...seen,
  });
  test.each<readonly [string, RedisKey]>([
    ['an outbox', key('outbox:card/w1-1/C0DBA-1', { type: 'list' })],
    ['a destination that owes', key('owing', { entries: ['card/w1-1/C0DBA-1'] })],
    ['a card that is behind', key('behind')],
    ['a live watch', key('live')],
    ['a running record', key('watch:w1-1', { ttlMs: 1_000, verdict: 'running' })],
    ['a record that is kept for ever', key('watch:w1-1', { verdict: 'succeeded' })],
    ['a waiting job', key('posts:wait', { type: 'list', entries: ['17'] })],
    ['a failed job', key('edits:failed', { type: 'zset', entries: ['17'] })],
    ['a job’s data', key('watches:w1-1')],
    ['a job’s lock', key('posts:17:lock', { ttlMs: 1_000 })],
    ['a deduplication key', key('edits:de:w1-1/C0DBA-1')],
    ['an edit that is owed', key('edits', { type: 'zset', entries: ['card/w1-1/C0DBA-1'] })],
    ['an edit under way', key('edits-leased', { type: 'zset', entries: ['alert/w1-1'] })],
    ['a budget without an end', key('budget:posts:line', { type: 'zset' })],
    ['a burst without an end', key('burst:failures')],
    ['anything else without an end', key('something')],
  ])('by what is left in Redis: %s', (_what, left) => {
    const keys = [left];
    expect(promisesBroken('succeeded', { attempts: [], keys })).toMatchObject([
      expect.stringContaining(left.name),
    ]);
  });

  test('and not by what may be left in Redis', () => {
    const keys = [
      key('watch:w1-1', { ttlMs: 1_000, verdict: 'stopped' }),
      key('epoch:w1', { ttlMs: 1_000 }),
      ...['meta', 'events', 'id', 'marker', 'stalled-check', 'pc'].map((part) =>
        key(`posts:${part}`),
      ),
      ...['edit-pace', 'budget:posts/C0DBA:promised', 'burst:conditions'].map((name) =>
        key(name, { ttlMs: 1_000 }),
      ),
      key('watches:repeat', { entries: ['sweep'] }),
      key('watches:repeat:sweep:1795619710747'),
      key('watches:delayed', { entries: ['repeat:sweep:1795619710747'] }),
    ];
    expect(promisesBroken('succeeded', { attempts: [], keys })).toEqual([]);
  });
});

describe('what takes long is excused', () => {
  const attempts = [
    buildAttempt({ user: ALICE, at: 1_000, tookMs: 3_000, outcome: { kind: 'error', code: 'x' } }),
  ];
  const messages = [card, ended];

  test.each<readonly [string, Partial<Observation>]>([
    ['where a bot was ended', { botOutages: [{ from: 3_500, to: 3_600 }] }],
    ['where the machine was busy', { busy: [{ from: 0, to: 1_500 }] }],
  ])('%s', (_what, seen) => {
    expect(promisesBroken('succeeded', { attempts, messages, ...seen })).toEqual([]);
    expect(promisesBroken('succeeded', { attempts, messages })).toHaveLength(1);
  });
});
