import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkBlocks } from '../../../src/sandbox/slack/blocks/check-blocks.ts';
import { alertDetailsMessage, alertMessage } from '../../../src/slack/messages/alert.ts';
import { type Answer, answerMessage } from '../../../src/slack/messages/answers.ts';
import { cardMessage } from '../../../src/slack/messages/card.ts';
import {
  conditionAlertMessage,
  conditionOverMessage,
} from '../../../src/slack/messages/condition-alert.ts';
import { saidElsewhere } from '../../../src/slack/messages/elsewhere.ts';
import { faultMessage, faultOverMessage } from '../../../src/slack/messages/fault.ts';
import {
  type Message,
  type MessageContext,
  plainMessage,
} from '../../../src/slack/messages/message.ts';
import { noteMessage } from '../../../src/slack/messages/note.ts';
import { STORM_LINES, stormMessage } from '../../../src/slack/messages/storm.ts';
import { cannotPostMessage, neverSeenMessage } from '../../../src/slack/messages/whisper.ts';
import { ConditionName } from '../../../src/watch/condition-name.ts';
import type { FaultItem, Note, WatchItem } from '../../../src/watch/outbox-item.ts';
import { FailureKind } from '../../../src/watch/reading.ts';
import type { Snapshot } from '../../../src/watch/snapshot.ts';
import type { Outcome, WatchRecord } from '../../../src/watch/watch-record.ts';
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
const count = fc.oneof(fc.nat(), fc.maxSafeNat());
const percent = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.double({ noNaN: true }));
const slackId = fc.constantFrom('U0ALICE', 'U0BOB', 'W0CAROL');

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

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constant({ verdict: 'running' as const }),
  fc.record({ verdict: fc.constantFrom('succeeded', 'failed', 'canceled'), at: time }),
  fc.record({ verdict: fc.constantFrom('not-found', 'gone'), at: time, explanation: text }),
  fc.record({ verdict: fc.constant('abandoned' as const), at: time }),
  fc.record({ verdict: fc.constant('stopped' as const), at: time, by: slackId }),
);

const card = fc.record(
  {
    key: text,
    channel: fc.constantFrom('C0DBA', 'C0SHOP'),
    askedBy: slackId,
    askedAt: time,
    label: text,
    opened: fc.boolean(),
    stopped: fc.record({ by: slackId, at: time }),
  },
  { requiredKeys: ['key', 'channel', 'askedBy', 'askedAt', 'opened'] },
);

const spell = fc.record({
  number: fc.nat(),
  since: time,
  toldTo: fc.array(text, { maxLength: 3 }),
  alerted: fc.boolean(),
});
const conditions: fc.Arbitrary<WatchRecord['conditions']> = fc.record(
  { blind: spell, stalled: spell, overdue: spell },
  { requiredKeys: [] },
);
const span = fc.nat(100 * YEAR);

const hostileRecord: fc.Arbitrary<WatchRecord> = fc.record(
  {
    id: fc.constant('w0123456789-1'),
    epoch: fc.nat(),
    reference: fc.record({ subscriptionId: text, location: text, operationId: text }),
    begunAt: time,
    cards: fc.array(card, { minLength: 1, maxLength: 20 }),
    latest: fc.record({
      snapshot,
      at: time,
      trace: fc.record({ requestId: text, correlationId: text }, { requiredKeys: [] }),
    }),
    trail: fc.array(fc.tuple(time, count), { maxLength: 12 }),
    trouble: fc.record(
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
          'failure',
          'explanation',
          'since',
          'count',
          'blindCount',
          'blindMs',
          'missingMs',
        ],
      },
    ),
    reads: fc.nat(),
    watchedMs: span,
    unmovedMs: span,
    movedAt: time,
    expectedEndAt: time,
    conditions,
    spells: fc.nat(),
    passed: fc.constant([]),
    lastReadAt: time,
    intervalMs: fc.nat(),
    nextReadAt: time,
    outcome,
  },
  {
    requiredKeys: [
      'id',
      'epoch',
      'reference',
      'begunAt',
      'cards',
      'trail',
      'reads',
      'watchedMs',
      'unmovedMs',
      'conditions',
      'spells',
      'passed',
      'intervalMs',
      'nextReadAt',
      'outcome',
    ],
  },
);

const around: fc.Arbitrary<MessageContext> = text.map((name) => ({
  ...AROUND,
  subscriptionName: () => name,
}));

const PROGRESS = { percent: 50.5, doneBytes: 1, totalBytes: 2 ** 53 };
const NOTES: readonly Note[] = [
  { kind: 'started', at: START, askedBy: 'U0ALICE', progress: PROGRESS },
  { kind: 'milestone', at: START, milestone: 50, progress: PROGRESS, bytesPerSecond: 0.001 },
  { kind: 'ended', at: START },
  { kind: 'stopped', at: START, by: 'U0BOB' },
];

/** A fault's explanation comes from outside, too. */
function faults(words: string): readonly Message[] {
  const fault: FaultItem = { kind: 'fault', fault: 'sign-in', since: START, explanation: words };
  return [
    faultMessage(fault),
    faultOverMessage({ kind: 'fault-over', fault: 'sign-in', since: START, at: START - YEAR }),
  ];
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
    return [
      noteMessage(record, { kind: 'condition', at: START, ...told, explanation }),
      noteMessage(record, { kind: 'condition-over', at: 0, ...told, progress: PROGRESS }),
      conditionAlertMessage(record, alert, 'https://slack.example.com/p1', surroundings),
      conditionAlertMessage(record, alert, undefined, surroundings),
      conditionOverMessage(record, { ...item, kind: 'condition-alert-over' }),
    ];
  });
}

/** Storms of nothing but this record, as its ending and as its conditions. */
function storms(record: WatchRecord, surroundings: MessageContext): readonly Message[] {
  const { operationId } = record.reference;
  const line = { operationId, at: START, record, cardLink: 'https://slack.example.com/p1' };
  const ending = { name: 'storm/failures/1', kind: 'failures', mentions: true } as const;
  const acknowledged = { by: 'U0BOB', at: START };
  const odd = ConditionName.options.flatMap((condition) => {
    const { number = 0, since = START } = record.conditions[condition] ?? {};
    const spell = { condition, number, since };
    return [
      { ...line, spell },
      { ...line, spell: { ...spell, number: number + 1 } },
      { ...line, spell, record: undefined },
    ];
  });
  return [
    stormMessage({ ...ending, lines: [line] }, surroundings),
    stormMessage(
      { ...ending, lines: [{ ...line, record: undefined }], acknowledged },
      surroundings,
    ),
    stormMessage(
      { ...ending, lines: Array.from({ length: STORM_LINES }, () => line) },
      surroundings,
    ),
    stormMessage(
      { name: 'storm/conditions/1', kind: 'conditions', mentions: false, lines: odd },
      surroundings,
    ),
  ];
}

function answersAbout(record: WatchRecord, words: string): readonly Answer[] {
  const link = 'https://slack.example.com/archives/C0DBA/p1893553445000100';
  const listed = { record, channel: 'C0DBA', link };
  return [
    { kind: 'begun', reference: record.reference },
    { kind: 'stands', record, askedBy: 'U0BOB', link },
    { kind: 'stands', record, askedBy: 'U0BOB', link: undefined },
    { kind: 'refused', explanation: words },
    {
      kind: 'searching',
      operationId: words,
      places: Array.from({ length: 60 }, () => words),
      found: Promise.resolve({ kind: 'refused', explanation: words }),
    },
    { kind: 'status', record },
    { kind: 'list', scope: 'here', watches: [listed], total: 1 },
    { kind: 'list', scope: 'all', watches: Array.from({ length: 25 }, () => listed), total: 60 },
    { kind: 'stopped', record },
    { kind: 'unknown', typed: words, meant: words },
    { kind: 'unknown', typed: words, meant: undefined },
    { kind: 'incomplete', problem: words, usage: words },
  ];
}

/** Every message that may ever be made of a record. */
function messagesAbout(record: WatchRecord, surroundings: MessageContext): readonly Message[] {
  const words = record.reference.operationId;
  const posts = [
    ...record.cards.map((each) => cardMessage(record, each, surroundings)),
    alertMessage(record, 'https://slack.example.com/p1', surroundings),
    alertMessage(record, undefined, surroundings),
    alertMessage(record, undefined, surroundings, { by: 'U0BOB', at: START }),
    ...[alertDetailsMessage(record)].filter((message) => message !== undefined),
    ...NOTES.map((note) => noteMessage(record, note)),
    ...aboutConditions(record, words, surroundings),
    ...faults(words),
    ...storms(record, surroundings),
    neverSeenMessage(record, surroundings),
    cannotPostMessage(record, record.reference.location),
  ];
  return [
    ...posts,
    ...posts.map((post) => saidElsewhere(post, 'C0ONCALL')),
    ...posts.map(plainMessage),
    ...answersAbout(record, words).map(answerMessage),
  ];
}

function ofAnyRecord(check: (message: Message) => void): void {
  fc.assert(
    fc.property(hostileRecord, around, (record, surroundings) => {
      for (const message of messagesAbout(record, surroundings)) check(message);
    }),
    { numRuns: 300 },
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
