import { describe, expect, test } from 'vitest';
import {
  ACKNOWLEDGE_BUTTON,
  acknowledgedBy,
  buildCard,
  buildDigest,
  buildMessage,
  buildObservation,
  buildPings,
  buildPress,
  buildReply,
  ONCALL,
  OPERATION_ID,
  seenDigests,
  WATCH,
} from './build-observation.ts';
import { checkPromises } from './chaos/checks/check-promises.ts';
import type { Observation } from './chaos/checks/observation.ts';
import type { HistoryName } from './chaos/plan/histories.ts';
import { MENTION_AGAIN_AFTER_MS } from './chaos/plan/pace.ts';

const FAILED = 'Backup of server-0000 failed after 10 s.';
const card = [buildCard(FAILED), buildReply('ended', FAILED)];
const alert = buildMessage('alert', FAILED, { channel: ONCALL, ts: '8.1', postedAt: 11_000 });
/** Of an operation that is in no plan: the burst began with it. */
const firstAlert = buildMessage('', 'Backup of server-9999 failed after 1 s.', {
  ...{ channel: ONCALL, ts: '7.1', postedAt: 9_000 },
  metadata: { event_type: 'mysqlop_post', event_payload: { id: 'w9-1/alert' } },
});
const digest = buildDigest({ begunAt: 12_000 });
/** A digest that names what no plan has. */
const other = (begunAt: number) => buildDigest({ begunAt, lines: [] });
const condition = buildDigest({
  burst: 'conditions',
  begunAt: 5_000,
  lines: [`⏸️ Backup of server-0000 stands still · \`${OPERATION_ID}\``],
});

const pressed = (...blocks: Parameters<typeof buildDigest>[0]['blocks'] & object) =>
  buildDigest({ begunAt: 12_000, blocks });

function promisesBroken(history: HistoryName, seen: Partial<Observation>): string {
  return checkPromises(buildObservation(history, seen))
    .map(({ promise, what }) => `${promise}: ${what}`)
    .join('\n');
}

/** A failure that is told on that digest, which mentions on-call. */
function toldBy(...digests: readonly ReturnType<typeof buildDigest>[]): Partial<Observation> {
  const { messages, keys } = seenDigests(...digests);
  return { messages: [...card, ...messages], keys, pings: buildPings(...messages.slice(0, 1)) };
}

/** One that tells its ids below its entries. */
const idsBelow = (ids: string) =>
  buildDigest({
    begunAt: 12_000,
    lines: ['❌ Backup of server-0000 failed'],
    blocks: [
      {
        type: 'context',
        block_id: 'c',
        elements: [{ type: 'plain_text', text: ids, emoji: false }],
      },
    ],
  });

/** The same, and on-call is called again for it. */
function remindedOf(told: ReturnType<typeof buildDigest>): Partial<Observation> {
  const { messages = [], keys = [], ...seen } = toldBy(told);
  const name = 'reminder/40000';
  const key = { type: 'hash', ttlMs: 1_000, entries: [] };
  const calls = [told.key.digest?.name ?? ''];
  const reminder = buildMessage('', 'Nobody looks after it.', {
    ...{ channel: ONCALL, ts: '40.1', postedAt: 40_000 },
    metadata: { event_type: 'mysqlop_post', event_payload: { id: name } },
  });
  return {
    ...seen,
    messages: [...messages, reminder],
    keys: [
      ...keys,
      { name: `{mysqlop}:${name}`, ...key, reminder: { name, madeAt: 40_000, calls } },
    ],
  };
}

const acknowledged = pressed(acknowledgedBy('U0ALICE', 20_000));

describe('a run with a burst keeps its promises', () => {
  test.each<readonly [string, HistoryName, Partial<Observation>]>([
    ['where a digest tells a failure', 'failed at 0 %', toldBy(digest)],
    ['where its id stands below it', 'failed at 0 %', toldBy(idsBelow(OPERATION_ID))],
    [
      'where a digest calls on-call after a while',
      'failed at 0 %',
      {
        ...toldBy(digest, other(12_000 + MENTION_AGAIN_AFTER_MS)),
        pings: buildPings(digest.message, other(12_000 + MENTION_AGAIN_AFTER_MS).message),
      },
    ],
    ['where a digest does not call on-call again', 'failed at 0 %', toldBy(digest, other(14_000))],
    [
      'where an alert was decided before the digest, and posted after it',
      'failed at 0 %',
      {
        messages: [...card, alert, other(10_500).message],
        keys: [other(10_500).key],
        pings: buildPings(alert),
      },
    ],
    [
      'where a condition is told by a digest',
      'stalled',
      { attempts: [], messages: [condition.message], keys: [condition.key] },
    ],
    [
      'where somebody looks after a digest',
      'failed at 0 %',
      { ...toldBy(acknowledged), presses: [buildPress(digest.message, 20_000)] },
    ],
    [
      'where a press met an outage',
      'failed at 0 %',
      {
        ...remindedOf(pressed(ACKNOWLEDGE_BUTTON)),
        presses: [buildPress(digest.message, 20_000)],
        redisOutages: [{ from: 19_000, to: 21_000 }],
      },
    ],
    [
      'where no bot took a press',
      'failed at 0 %',
      {
        ...remindedOf(pressed(ACKNOWLEDGE_BUTTON)),
        presses: [buildPress(digest.message, 20_000, { isTaken: false })],
      },
    ],
  ])('%s', (_what, history, seen) => {
    expect(promisesBroken(history, seen)).toBe('');
  });
});

describe('a run with a burst is found out', () => {
  test.each<readonly [string, HistoryName, Partial<Observation>, RegExp]>([
    [
      'a failure on two digests',
      'failed at 0 %',
      toldBy(digest, buildDigest({ begunAt: 13_000 })),
      /on-call was called 2 times.*w1-1\/alert is told digest\/failures\/12000 and digest\/failures\/13000/s,
    ],
    [
      'an entry whose id is not there',
      'failed at 0 %',
      toldBy(idsBelow('somebody else’s')),
      /shows 0 of 1 lines/,
    ],
    [
      'a failure on one digest, twice',
      'failed at 0 %',
      toldBy(buildDigest({ begunAt: 12_000, lines: [OPERATION_ID, OPERATION_ID] })),
      /on-call was called 2 times/,
    ],
    [
      'a failure alone and on a digest',
      'failed at 0 %',
      { ...toldBy(digest), messages: [...card, alert, digest.message] },
      /w1-1\/alert is told digest\/failures\/12000 and alone/,
    ],
    [
      'a condition alone and on a digest',
      'stalled',
      {
        attempts: [],
        messages: [
          condition.message,
          buildMessage('alert', 'server-0000 stands still', {
            channel: ONCALL,
            metadata: {
              event_type: 'mysqlop_post',
              event_payload: { id: `${WATCH}/condition-alert-1` },
            },
          }),
        ],
        keys: [condition.key],
      },
      /w1-1\/condition-alert-1 is told digest\/conditions\/5000 and alone/,
    ],
    [
      'a digest that was posted twice',
      'failed at 0 %',
      { ...toldBy(digest), messages: [...card, digest.message, { ...digest.message, ts: '9.9' }] },
      /digest\/failures\/12000 was posted 2 times/,
    ],
    [
      'a digest that was not posted',
      'failed at 0 %',
      { ...toldBy(digest), messages: card },
      /on-call was not called.*digest\/failures\/12000 was not posted/s,
    ],
    [
      'a digest that nobody keeps',
      'failed at 0 %',
      { ...toldBy(digest), keys: [] },
      /stands in Slack and is not kept/,
    ],
    [
      'a digest that lacks a line',
      'failed at 0 %',
      toldBy(buildDigest({ begunAt: 12_000, missing: 1 })),
      /shows 1 of 2 lines/,
    ],
    [
      'a digest that counts wrongly',
      'failed at 0 %',
      toldBy(buildDigest({ begunAt: 12_000, counted: 2 })),
      /says 2 and names 1/,
    ],
    [
      'a digest that is too long',
      'succeeded',
      {
        attempts: [],
        ...seenDigests(buildDigest({ begunAt: 12_000, lines: Array(26).fill(OPERATION_ID) })),
      },
      /has 26 lines/,
    ],
    [
      'a digest that names what has not failed',
      'succeeded',
      { attempts: [], ...seenDigests(digest) },
      /on-call was called for it.*a line says of “succeeded”/s,
    ],
    [
      'a digest that calls on-call too soon',
      'failed at 0 %',
      {
        ...toldBy(digest, other(12_000 + MENTION_AGAIN_AFTER_MS - 1)),
        pings: buildPings(digest.message, other(12_000 + MENTION_AGAIN_AFTER_MS - 1).message),
      },
      /digest\/failures\/26999 mentions on-call, so soon after digest\/failures\/12000/,
    ],
    [
      'a digest that calls on-call right after an alert',
      'failed at 0 %',
      {
        messages: [...card, alert, other(11_500).message],
        keys: [other(11_500).key],
        pings: buildPings(alert, other(11_500).message),
      },
      /digest\/failures\/11500 mentions on-call, so soon after w1-1\/alert/,
    ],
    [
      'a burst that calls nobody',
      'failed at 0 %',
      { ...toldBy(digest), pings: [] },
      /digest\/failures\/12000 should have mentioned on-call/,
    ],
    [
      'a burst that calls nobody again',
      'failed at 0 %',
      toldBy(digest, other(12_000 + MENTION_AGAIN_AFTER_MS)),
      /digest\/failures\/27000 should have mentioned on-call/,
    ],
    [
      'an alert alone that calls nobody',
      'failed at 0 %',
      { messages: [...card, alert] },
      /w1-1\/alert does not mention on-call/,
    ],
    [
      'an alert alone while a burst stands',
      'failed at 0 %',
      {
        messages: [...card, alert, other(9_000).message],
        keys: [other(9_000).key],
        pings: buildPings(alert, other(9_000).message),
      },
      /w1-1\/alert was told alone, and digest\/failures\/9000 stood/,
    ],
    [
      'a condition that calls on-call',
      'stalled',
      {
        attempts: [],
        ...seenDigests(condition),
        pings: buildPings(condition.message),
      },
      /digest\/conditions\/5000 mentions on-call/,
    ],
    [
      'a press that does not show',
      'failed at 0 %',
      {
        ...toldBy(pressed(ACKNOWLEDGE_BUTTON)),
        presses: [buildPress(digest.message, 20_000)],
      },
      /U0ALICE pressed, and it does not show/,
    ],
    [
      'a press of which only a later one counts',
      'failed at 0 %',
      {
        ...toldBy(pressed(acknowledgedBy('U0ALICE', 40_000))),
        presses: [buildPress(digest.message, 20_000), buildPress(digest.message, 40_000)],
      },
      /only a later press counts/,
    ],
    [
      'an alert that two look after',
      'failed at 0 %',
      {
        ...toldBy(pressed(acknowledgedBy('U0ALICE', 20_000), acknowledgedBy('U0BOB', 20_000))),
        presses: [buildPress(digest.message, 20_000)],
      },
      /acknowledged 2 times/,
    ],
    [
      'a button that stands after it',
      'failed at 0 %',
      {
        ...toldBy(pressed(ACKNOWLEDGE_BUTTON, acknowledgedBy('U0ALICE', 20_000))),
        presses: [buildPress(digest.message, 20_000)],
      },
      /its button stands/,
    ],
    [
      'one who looks after it and never said so',
      'failed at 0 %',
      toldBy(acknowledged),
      /U0ALICE, who acknowledged it, pressed nothing/,
    ],
    [
      'a digest that does not speak for its burst',
      'failed at 0 %',
      (() => {
        const later = buildDigest({
          ...{ begunAt: 14_000, lines: [], previous: 12_000, first: 'w9-1' },
          blocks: [acknowledgedBy('U0ALICE', 20_000)],
        });
        const { messages, keys } = seenDigests(digest, later);
        return {
          messages: [...card, firstAlert, ...messages],
          keys,
          pings: buildPings(firstAlert),
          presses: [buildPress(later.message, 20_000)],
        };
      })(),
      /14000 is acknowledged, and digest\/failures\/12000 is not.*and w9-1\/alert is not/s,
    ],
  ])('by %s', (_what, history, seen, expected) => {
    expect(promisesBroken(history, seen)).toMatch(expected);
  });
});
