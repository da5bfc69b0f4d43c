import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkBlocks } from '../../../src/sandbox/slack/blocks/check-blocks.ts';
import { alertMessage } from '../../../src/slack/messages/alert.ts';
import { alertDetailsMessage } from '../../../src/slack/messages/alert-details.ts';
import { type Answer, answerMessage } from '../../../src/slack/messages/answers.ts';
import { cardMessage } from '../../../src/slack/messages/card.ts';
import {
  conditionAlertMessage,
  conditionOverMessage,
} from '../../../src/slack/messages/condition-alert.ts';
import { DIGEST_ENTRIES, digestMessage } from '../../../src/slack/messages/digest.ts';
import { doneMessage } from '../../../src/slack/messages/done.ts';
import { saidElsewhere, standingAlone } from '../../../src/slack/messages/elsewhere.ts';
import { faultMessage, faultOverMessage } from '../../../src/slack/messages/fault.ts';
import {
  type Message,
  type MessageContext,
  plainMessage,
} from '../../../src/slack/messages/message.ts';
import { noteMessage } from '../../../src/slack/messages/note.ts';
import { cannotPostMessage, neverSeenMessage } from '../../../src/slack/messages/whisper.ts';
import type { Care } from '../../../src/watch/acknowledgement.ts';
import { faultNames } from '../../../src/watch/names.ts';
import type { Note, WatchItem } from '../../../src/watch/outbox-item.ts';
import { FailureKind } from '../../../src/watch/reading.ts';
import type { Snapshot } from '../../../src/watch/snapshot.ts';
import type { Card } from '../../../src/watch/watch-card.ts';
import {
  ConditionName,
  type Conditions,
  type EndedWatch,
  type Ending,
  isLive,
  type LiveWatch,
  type WatchRecord,
} from '../../../src/watch/watch-record.ts';
import { cardNamed, channelNamed, userNamed, watchNamed } from '../../names.ts';
import { SERVER_ID, START } from '../../watch/build-record.ts';
import { AROUND, brokenEntities, foreignMarkup, markup } from './read-message.ts';

const MOST_BLOCKS = 50;
const YEAR = 365 * 86_400_000;

/** Short and huge texts of what is hard to show. */
const text = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(
        '<!channel>',
        '<@U0BOB>',
        '&<>',
        '```',
        '\n',
        '👀',
        'a\u0000\u001b[2J',
        '\u202e',
        ' ',
      ),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
    ),
    fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 1, max: 5 }) },
      fc.nat(4000).map((n) => n + 1),
    ),
  )
  .map(([part, times]) => part.repeat(times).slice(0, 4000));

const time = fc.integer({ min: START - YEAR, max: START + YEAR });
const span = fc.nat(100 * YEAR);
const count = fc.oneof(fc.nat(), fc.maxSafeNat());
const percent = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.double({ noNaN: true }));
const slackId = fc.constantFrom(...['U0ALICE', 'U0BOB', 'W0CAROL'].map(userNamed));

const work: fc.Arbitrary<Snapshot['work']> = fc.oneof(
  fc.record(
    { kind: fc.constant('backup' as const), doneBytes: count, totalBytes: count },
    { requiredKeys: ['kind'] },
  ),
  fc.record(
    { kind: fc.constant('import' as const), estimatedEndAt: time },
    { requiredKeys: ['kind'] },
  ),
  fc.record({ kind: fc.constant('other' as const), objectType: text }, { requiredKeys: ['kind'] }),
);

const snapshot: fc.Arbitrary<Snapshot> = fc.record(
  {
    status: text,
    percent,
    startedAt: time,
    endedAt: time,
    serverId: fc.oneof(fc.constant(SERVER_ID), text),
    work,
    steps: fc.array(
      fc.record(
        { name: text, status: text, percent, depth: fc.nat(4) },
        { requiredKeys: ['status', 'depth'] },
      ),
      { maxLength: 100 },
    ),
    error: fc.array(
      fc.record({ depth: fc.nat(10), code: text, message: text }, { requiredKeys: ['depth'] }),
      { maxLength: 50 },
    ),
  },
  { requiredKeys: ['status', 'work', 'steps'] },
);

const ending: fc.Arbitrary<Ending> = fc.oneof(
  fc.record({
    verdict: fc.constantFrom('succeeded', 'failed', 'canceled', 'ended-otherwise'),
    at: time,
  }),
  fc.record({ verdict: fc.constantFrom('not-found', 'gone'), at: time, explanation: text }),
  fc.record({ verdict: fc.constant('abandoned' as const), at: time, watchedMs: span }),
  fc.record({ verdict: fc.constant('stopped' as const), at: time, by: slackId }),
);

const cardState = fc.oneof(
  fc.record({ state: fc.constantFrom('waiting', 'standing', 'lost') }),
  fc.record({
    state: fc.constant('stopped' as const),
    stoppedBy: slackId,
    stoppedAt: time,
    stands: fc.boolean(),
  }),
);
const card: fc.Arbitrary<Card> = fc
  .tuple(
    fc.record(
      {
        key: text.map(cardNamed),
        channel: fc.constantFrom(channelNamed('C0DBA'), channelNamed('C0SHOP')),
        askedBy: slackId,
        askedAt: time,
        label: text,
      },
      { requiredKeys: ['key', 'channel', 'askedBy', 'askedAt'] },
    ),
    cardState,
  )
  .map(([asked, state]) => ({ ...asked, ...state }));

const spell = fc.record({
  number: fc.nat(),
  since: time,
  toldTo: fc.array(text.map(cardNamed), { maxLength: 3 }),
  alerted: fc.boolean(),
});
const conditions: fc.Arbitrary<Conditions> = fc.record(
  { blind: spell, stalled: spell, overdue: spell },
  { requiredKeys: [] },
);
const trouble = fc.record(
  {
    failure: fc.constantFrom(...FailureKind.options),
    explanation: text,
    code: text,
    since: time,
    count: fc.integer({ min: 1, max: 100 }),
    blindCount: fc.nat(100),
    blindMs: span,
    missingMs: span,
  },
  {
    requiredKeys: [
      ...([
        'failure',
        'explanation',
        'since',
        'count',
        'blindCount',
        'blindMs',
        'missingMs',
      ] as const),
    ],
  },
);

/** Of any watch. */
const common = {
  id: fc.constant(watchNamed('w0123456789-1')),
  epoch: fc.nat(),
  reference: fc.record({ subscriptionId: text, location: text, operationId: text }),
  begunAt: time,
  cards: fc.array(card, { minLength: 1, maxLength: 20 }),
  failureTold: fc.boolean(),
  curve: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 1000 })), { maxLength: 16 }),
};
const sometimes = {
  latest: fc.record({
    snapshot,
    at: time,
    trace: fc.record({ requestId: text, correlationId: text }, { requiredKeys: [] }),
  }),
  trouble,
};

const seconds = fc.tuple(fc.nat(), fc.nat());
const earlier = fc.record(
  { runs: fc.nat(20), usual: seconds, likely: seconds },
  { requiredKeys: ['runs'] },
);

const liveWatch: fc.Arbitrary<LiveWatch> = fc
  .tuple(
    fc.record({
      state: fc.constant('live' as const),
      ...common,
      trail: fc.array(fc.tuple(time, count), { maxLength: 12 }),
      reads: fc.nat(),
      watchedMs: span,
      unmovedMs: span,
      conditions,
      spells: fc.nat(),
      passed: fc.array(fc.nat(100), { maxLength: 0 }),
      intervalMs: fc.nat(),
      nextReadAt: time,
    }),
    fc.record(
      { ...sometimes, earlier, movedAt: time, expectedEndAt: time, lastReadAt: time },
      { requiredKeys: [] },
    ),
  )
  .map(([always, more]) => ({ ...always, ...more }));

const endedWatch: fc.Arbitrary<EndedWatch> = fc
  .tuple(
    fc.record({ state: fc.constant('ended' as const), ...common, ending }),
    fc.record(sometimes, { requiredKeys: [] }),
  )
  .map(([always, more]) => ({ ...always, ...more }));

const hostileRecord: fc.Arbitrary<WatchRecord> = fc.oneof(liveWatch, endedWatch);

const around: fc.Arbitrary<MessageContext> = text.map((name) => ({
  ...AROUND,
  subscriptionName: () => name,
}));

const PROGRESS = { percent: 50.5, doneBytes: 1, totalBytes: 2 ** 53 };
const NOTES: readonly Note[] = [
  { kind: 'milestone', at: START, milestone: 50, progress: PROGRESS, bytesPerSecond: 0.001 },
  { kind: 'ended', at: START },
  { kind: 'stopped', at: START, by: userNamed('U0BOB') },
];

/** A fault's explanation comes from outside, too, and a subscription's name from whoever set the bot up. */
function faults(words: string): readonly Message[] {
  const naming = { subscriptionName: () => words };
  const names = [faultNames.signIn, faultNames.subscription('s'), faultNames.tenant('t')];
  return names.flatMap((name) => {
    const about = { fault: name, subscription: 's', since: START };
    const over = { kind: 'fault-over', ...about, at: START - YEAR } as const;
    return [
      faultMessage({ kind: 'fault', ...about, explanation: words }, naming),
      faultOverMessage({ ...over, why: 'works' }, naming),
      faultOverMessage({ ...over, why: 'untried' }, naming),
    ];
  });
}

function aboutConditions(
  record: WatchRecord,
  explanation: string,
  surroundings: MessageContext,
): readonly Message[] {
  return ConditionName.options.flatMap((condition) => {
    const told = { condition, spell: 1, since: START };
    const item = { watchId: record.id, at: START, ...told };
    const alert: Extract<WatchItem, { kind: 'condition-alert' }> = {
      kind: 'condition-alert',
      ...item,
    };
    const notes: readonly Note[] = [
      { kind: 'condition', at: START, ...told, explanation },
      { kind: 'condition-over', at: 0, ...told, progress: PROGRESS },
    ];
    return [
      ...record.cards
        .slice(0, 2)
        .flatMap((each) => notes.map((note) => noteMessage(record, note, each))),
      conditionAlertMessage(record, alert, 'https://slack.example.com/p1', surroundings),
      conditionAlertMessage(record, alert, undefined, surroundings),
      conditionOverMessage(record, { ...item, kind: 'condition-alert-over' }),
    ];
  });
}

/** Bursts of nothing but this record, as its ending and as its conditions. */
function digests(record: WatchRecord, surroundings: MessageContext): readonly Message[] {
  const { operationId } = record.reference;
  const entry = { operationId, at: START, record, cardLink: 'https://slack.example.com/p1' };
  const ending = { name: 'digest/failures/1', kind: 'failures', mentions: true } as const;
  const acknowledged = { by: userNamed('U0BOB'), at: START };
  const odd = ConditionName.options.flatMap((condition) => {
    const { number = 0, since = START } = (isLive(record) && record.conditions[condition]) || {};
    const spell = { condition, number, since };
    return [
      { ...entry, spell },
      { ...entry, spell: { ...spell, number: number + 1 } },
      { ...entry, spell, record: undefined },
    ];
  });
  return [
    digestMessage({ ...ending, entries: [entry] }, surroundings),
    digestMessage(
      { ...ending, entries: [{ ...entry, record: undefined }], acknowledged },
      surroundings,
    ),
    digestMessage(
      { ...ending, entries: Array.from({ length: DIGEST_ENTRIES }, () => entry) },
      surroundings,
    ),
    digestMessage(
      { name: 'digest/conditions/1', kind: 'conditions', mentions: false, entries: odd },
      surroundings,
    ),
  ];
}

function answersAbout(record: WatchRecord, words: string): readonly Answer[] {
  const link = 'https://slack.example.com/archives/C0DBA/p1893553445000100';
  const listed = { record, channel: channelNamed('C0DBA'), link };
  return [
    { kind: 'begun', reference: record.reference, record },
    { kind: 'stands', record, askedBy: userNamed('U0BOB'), link },
    { kind: 'stands', record, askedBy: userNamed('U0BOB'), link: undefined },
    { kind: 'refused', explanation: words },
    {
      kind: 'searching',
      operationId: words,
      places: Array.from({ length: 60 }, () => words),
      found: Promise.resolve({ kind: 'refused', explanation: words }),
    },
    { kind: 'status', record },
    historyOf(record, words, link),
    { kind: 'list', page: 1, pages: 1, odd: 0, scope: 'here', watches: [listed], total: 1 },
    {
      kind: 'list',
      page: 1,
      pages: 1,
      odd: 0,
      scope: 'all',
      watches: Array.from({ length: 25 }, () => listed),
      total: 60,
    },
    { kind: 'stopped', record },
    { kind: 'unknown', typed: words, meant: words },
    { kind: 'unknown', typed: words, meant: undefined },
    { kind: 'incomplete', problem: words, usage: words },
  ];
}

function historyOf(record: WatchRecord, words: string, link: string): Answer {
  const own = { channel: channelNamed('C0DBA'), askedBy: userNamed('U0BOB'), label: words, link };
  const [, , care = {}] = cares(words);
  const entries = isLive(record)
    ? []
    : Array.from({ length: 10 }, () => ({ record, care, ...own }));
  return {
    kind: 'history',
    wish: { name: words, onlyFailed: true, withinMs: 2 ** 45, page: 1 },
    entries,
    page: 1,
    pages: 900,
    total: 9000,
    more: 8990,
    isCut: true,
    usual: { runs: 20, usual: [1, 999_999] },
    keptMs: 2 ** 40,
    nearest: words,
  };
}

/** How an alert may stand. */
function cares(words: string): readonly Care[] {
  const bob = { by: userNamed('U0BOB'), at: START };
  return [
    { acknowledged: bob },
    { acknowledged: { ...bob, until: START + 1, isUtc: true } },
    { acknowledged: { ...bob, done: words } },
    { reopened: bob },
    { reopened: { ...bob, until: START } },
  ];
}

/** Every message that may ever be made of a record. */
function messagesAbout(record: WatchRecord, surroundings: MessageContext): readonly Message[] {
  const words = record.reference.operationId;
  const posts = [
    ...record.cards.map((each) => cardMessage(record, each, surroundings)),
    alertMessage(record, 'https://slack.example.com/p1', surroundings),
    alertMessage(record, undefined, surroundings),
    ...cares(words).map((care) => alertMessage(record, undefined, surroundings, care)),
    ...cares(words).flatMap((care) =>
      record.cards.map((each) => cardMessage(record, each, surroundings, care)),
    ),
    doneMessage({ by: userNamed('U0BOB'), done: words }),
    alertDetailsMessage(record),
    ...record.cards
      .slice(0, 2)
      .flatMap((each) => NOTES.map((note) => noteMessage(record, note, each))),
    ...aboutConditions(record, words, surroundings),
    ...faults(words),
    ...digests(record, surroundings),
    neverSeenMessage(record, surroundings),
    cannotPostMessage(record, record.reference.location),
  ];
  return [
    ...posts,
    ...posts.map((post) => saidElsewhere(post, channelNamed('C0ONCALL'))),
    ...record.cards
      .slice(0, 2)
      .map((each) =>
        standingAlone(
          noteMessage(record, NOTES[2] ?? { kind: 'ended', at: START }, each),
          record,
          each,
          surroundings,
        ),
      ),
    ...posts.map(plainMessage),
    ...answersAbout(record, words).map(answerMessage),
  ];
}

function ofAnyRecord(check: (message: Message) => void): void {
  fc.assert(
    fc.property(hostileRecord, around, (record, surroundings) => {
      for (const message of messagesAbout(record, surroundings)) check(message);
    }),
    { numRuns: 150 },
  );
}

describe('whatever Azure and people write, a message', () => {
  test('is one that Slack takes', () => {
    ofAnyRecord(({ blocks }) => {
      expect(checkBlocks(blocks, MOST_BLOCKS)).toMatchObject({ kind: 'valid' });
    });
  });

  test('has a text for notifications, and not too long a one', () => {
    ofAnyRecord(({ text: spoken }) => {
      expect(spoken.trim()).not.toBe('');
      expect(spoken.length).toBeLessThanOrEqual(4000);
    });
  });

  test('pings nobody', () => {
    ofAnyRecord((message) => {
      expect(markup(message).flatMap(foreignMarkup)).toEqual([]);
    });
  });

  test('has no entity cut in two', () => {
    ofAnyRecord((message) => {
      expect(markup(message).flatMap(brokenEntities)).toEqual([]);
    });
  });
});
