import { describe, expect, test } from 'vitest';
import {
  ACKNOWLEDGE_BUTTON,
  acknowledgedBy,
  buildCard,
  buildMessage,
  buildObservation,
  buildPage,
  buildPings,
  buildPress,
  buildReply,
  ONCALL,
  OPERATION_ID,
  seenPages,
  WATCH,
} from './build-observation.ts';
import { checkPromises } from './chaos/checks/check-promises.ts';
import type { Observation } from './chaos/checks/observation.ts';
import type { HistoryName } from './chaos/plan/histories.ts';
import { ESCALATE_AFTER_MS } from './chaos/plan/pace.ts';

const FAILED = 'Backup and export of server-0000 failed after 10 s.';
const card = [buildCard(FAILED), buildReply('ended', FAILED)];
const alert = buildMessage('alert', FAILED, { channel: ONCALL, ts: '8.1', postedAt: 11_000 });
/** Of an operation that is in no plan: the storm began with it. */
const firstAlert = buildMessage('', 'Backup and export of server-9999 failed after 1 s.', {
  ...{ channel: ONCALL, ts: '7.1', postedAt: 9_000 },
  metadata: { event_type: 'mysqlop_post', event_payload: { id: 'w9-1/alert' } },
});
const page = buildPage({ begunAt: 12_000 });
/** A page that names what no plan has. */
const other = (begunAt: number) => buildPage({ begunAt, lines: [] });
const condition = buildPage({
  storm: 'conditions',
  begunAt: 5_000,
  lines: [`⏸️ Backup and export of server-0000 stands still · \`${OPERATION_ID}\``],
});

const pressed = (...blocks: Parameters<typeof buildPage>[0]['blocks'] & object) =>
  buildPage({ begunAt: 12_000, blocks });

function promisesBroken(history: HistoryName, seen: Partial<Observation>): string {
  return checkPromises(buildObservation(history, seen))
    .map(({ promise, what }) => `${promise}: ${what}`)
    .join('\n');
}

/** A failure that is told on that page, which mentions on-call. */
function toldBy(...pages: readonly ReturnType<typeof buildPage>[]): Partial<Observation> {
  const { messages, keys } = seenPages(...pages);
  return { messages: [...card, ...messages], keys, pings: buildPings(...messages.slice(0, 1)) };
}

const acknowledged = pressed(acknowledgedBy('U0ALICE', 20_000));

describe('a run with a storm keeps its promises', () => {
  test.each<readonly [string, HistoryName, Partial<Observation>]>([
    ['where a page tells a failure', 'failed at 0 %', toldBy(page)],
    [
      'where a page calls on-call after a while',
      'failed at 0 %',
      {
        ...toldBy(page, other(12_000 + ESCALATE_AFTER_MS)),
        pings: buildPings(page.message, other(12_000 + ESCALATE_AFTER_MS).message),
      },
    ],
    ['where a page does not call on-call again', 'failed at 0 %', toldBy(page, other(14_000))],
    [
      'where an alert was decided before the page, and posted after it',
      'failed at 0 %',
      {
        messages: [...card, alert, other(10_500).message],
        keys: [other(10_500).key],
        pings: buildPings(alert),
      },
    ],
    [
      'where a condition is told by a page',
      'stalled',
      { attempts: [], messages: [condition.message], keys: [condition.key] },
    ],
    [
      'where somebody looks after a page',
      'failed at 0 %',
      { ...toldBy(acknowledged), presses: [buildPress(page.message, 20_000)] },
    ],
    [
      'where a press met an outage',
      'failed at 0 %',
      {
        ...toldBy(pressed(ACKNOWLEDGE_BUTTON)),
        presses: [buildPress(page.message, 20_000)],
        redisOutages: [{ from: 19_000, to: 21_000 }],
      },
    ],
    [
      'where no bot took a press',
      'failed at 0 %',
      {
        ...toldBy(pressed(ACKNOWLEDGE_BUTTON)),
        presses: [buildPress(page.message, 20_000, { isTaken: false })],
      },
    ],
  ])('%s', (_what, history, seen) => {
    expect(promisesBroken(history, seen)).toBe('');
  });
});

describe('a run with a storm is found out', () => {
  test.each<readonly [string, HistoryName, Partial<Observation>, RegExp]>([
    [
      'a failure on two pages',
      'failed at 0 %',
      toldBy(page, buildPage({ begunAt: 13_000 })),
      /on-call was called 2 times.*w1-1\/alert is told storm\/failures\/12000 and storm\/failures\/13000/s,
    ],
    [
      'a failure on one page, twice',
      'failed at 0 %',
      toldBy(buildPage({ begunAt: 12_000, lines: [OPERATION_ID, OPERATION_ID] })),
      /on-call was called 2 times/,
    ],
    [
      'a failure alone and on a page',
      'failed at 0 %',
      { ...toldBy(page), messages: [...card, alert, page.message] },
      /w1-1\/alert is told storm\/failures\/12000 and alone/,
    ],
    [
      'a condition alone and on a page',
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
      /w1-1\/condition-alert-1 is told storm\/conditions\/5000 and alone/,
    ],
    [
      'a page that was posted twice',
      'failed at 0 %',
      { ...toldBy(page), messages: [...card, page.message, { ...page.message, ts: '9.9' }] },
      /storm\/failures\/12000 was posted 2 times/,
    ],
    [
      'a page that was not posted',
      'failed at 0 %',
      { ...toldBy(page), messages: card },
      /on-call was not called.*storm\/failures\/12000 was not posted/s,
    ],
    [
      'a page that nobody keeps',
      'failed at 0 %',
      { ...toldBy(page), keys: [] },
      /stands in Slack and is not kept/,
    ],
    [
      'a page that lacks a line',
      'failed at 0 %',
      toldBy(buildPage({ begunAt: 12_000, missing: 1 })),
      /shows 1 of 2 lines/,
    ],
    [
      'a page that counts wrongly',
      'failed at 0 %',
      toldBy(buildPage({ begunAt: 12_000, counted: 2 })),
      /says 2 and names 1/,
    ],
    [
      'a page that is too long',
      'succeeded',
      {
        attempts: [],
        ...seenPages(buildPage({ begunAt: 12_000, lines: Array(26).fill(OPERATION_ID) })),
      },
      /has 26 lines/,
    ],
    [
      'a page that names what has not failed',
      'succeeded',
      { attempts: [], ...seenPages(page) },
      /on-call was called for it.*a line says of “succeeded”/s,
    ],
    [
      'a page that calls on-call too soon',
      'failed at 0 %',
      {
        ...toldBy(page, other(12_000 + ESCALATE_AFTER_MS - 1)),
        pings: buildPings(page.message, other(12_000 + ESCALATE_AFTER_MS - 1).message),
      },
      /storm\/failures\/26999 mentions on-call, so soon after storm\/failures\/12000/,
    ],
    [
      'a page that calls on-call right after an alert',
      'failed at 0 %',
      {
        messages: [...card, alert, other(11_500).message],
        keys: [other(11_500).key],
        pings: buildPings(alert, other(11_500).message),
      },
      /storm\/failures\/11500 mentions on-call, so soon after w1-1\/alert/,
    ],
    [
      'a storm that calls nobody',
      'failed at 0 %',
      { ...toldBy(page), pings: [] },
      /storm\/failures\/12000 should have mentioned on-call/,
    ],
    [
      'a storm that calls nobody again',
      'failed at 0 %',
      toldBy(page, other(12_000 + ESCALATE_AFTER_MS)),
      /storm\/failures\/27000 should have mentioned on-call/,
    ],
    [
      'an alert alone that calls nobody',
      'failed at 0 %',
      { messages: [...card, alert] },
      /w1-1\/alert does not mention on-call/,
    ],
    [
      'an alert alone while a storm stands',
      'failed at 0 %',
      {
        messages: [...card, alert, other(9_000).message],
        keys: [other(9_000).key],
        pings: buildPings(alert, other(9_000).message),
      },
      /w1-1\/alert was told alone, and storm\/failures\/9000 stood/,
    ],
    [
      'a condition that calls on-call',
      'stalled',
      {
        attempts: [],
        ...seenPages(condition),
        pings: buildPings(condition.message),
      },
      /storm\/conditions\/5000 mentions on-call/,
    ],
    [
      'a press that does not show',
      'failed at 0 %',
      {
        ...toldBy(pressed(ACKNOWLEDGE_BUTTON)),
        presses: [buildPress(page.message, 20_000)],
      },
      /U0ALICE pressed, and it does not show/,
    ],
    [
      'a press of which only a later one counts',
      'failed at 0 %',
      {
        ...toldBy(pressed(acknowledgedBy('U0ALICE', 40_000))),
        presses: [buildPress(page.message, 20_000), buildPress(page.message, 40_000)],
      },
      /only a later press counts/,
    ],
    [
      'an alert that two look after',
      'failed at 0 %',
      {
        ...toldBy(pressed(acknowledgedBy('U0ALICE', 20_000), acknowledgedBy('U0BOB', 20_000))),
        presses: [buildPress(page.message, 20_000)],
      },
      /acknowledged 2 times/,
    ],
    [
      'a button that stands after it',
      'failed at 0 %',
      {
        ...toldBy(pressed(ACKNOWLEDGE_BUTTON, acknowledgedBy('U0ALICE', 20_000))),
        presses: [buildPress(page.message, 20_000)],
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
      'a page that does not speak for its storm',
      'failed at 0 %',
      (() => {
        const later = buildPage({
          ...{ begunAt: 14_000, lines: [], previous: 12_000, first: 'w9-1' },
          blocks: [acknowledgedBy('U0ALICE', 20_000)],
        });
        const { messages, keys } = seenPages(page, later);
        return {
          messages: [...card, firstAlert, ...messages],
          keys,
          pings: buildPings(firstAlert),
          presses: [buildPress(later.message, 20_000)],
        };
      })(),
      /14000 is acknowledged, and storm\/failures\/12000 is not.*and w9-1\/alert is not/s,
    ],
  ])('by %s', (_what, history, seen, expected) => {
    expect(promisesBroken(history, seen)).toMatch(expected);
  });
});
