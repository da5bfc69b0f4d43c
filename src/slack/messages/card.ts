import type { KnownBlock } from '@slack/types';
import { ConditionName } from '../../watch/condition-name.ts';
import {
  averageRate,
  durationMs,
  estimatedEnd,
  progressOf,
  recentRate,
} from '../../watch/progress.ts';
import { isShown } from '../../watch/take-failure.ts';
import type { Card, WatchRecord } from '../../watch/watch-record.ts';
import { context, facts, header, section } from './blocks.ts';
import { cardButtons } from './card-buttons.ts';
import { CONDITIONS } from './condition-words.ts';
import { bar, bytes, duration, moment, percent, rate, roughRate } from './figures.ts';
import { LIMITS, type Message, type MessageContext } from './message.ts';
import { errorTree, lastSeenWords, progressWords, titleOf } from './operation-words.ts';
import { roughDuration, roughEnd } from './rough-time.ts';
import { bounded, code, escaped, quoted, sentence } from './text.ts';
import { verdictSentence } from './verdict-sentence.ts';
import { VERDICTS } from './verdict-signs.ts';

const STEPS_SHOWN = 8;

/**
 * The one message that shows a watch in a channel. A pure function of the record: rendered twice, it
 * looks the same. While nothing but time passes it changes seldom: all cards share 50 edits a minute.
 */
export function cardMessage(record: WatchRecord, card: Card, around: MessageContext): Message {
  const live = record.outcome.verdict === 'running' && !card.stopped;
  const sign = signOf(record, card);
  const sentence = verdictSentence(record, card);
  return {
    text: bounded(live ? sentence : `${sign} ${sentence}`, LIMITS.text),
    blocks: [
      header(`${sign} ${live ? titleOf(record) : headline(record, card)}`),
      ...(live ? runningBody(record) : endedBody(record, card)),
      ...steps(record),
      ...cardButtons(record, card, around),
      context(footer(record, card, around)),
    ],
  };
}

/** While it runs, a condition shows at a glance. */
function signOf(record: WatchRecord, card: Card): string {
  if (card.stopped) return VERDICTS.stopped.sign;
  const { verdict } = record.outcome;
  const condition = verdict === 'running' ? standingConditions(record)[0] : undefined;
  return condition ? CONDITIONS[condition].sign : VERDICTS[verdict].sign;
}

/** The worst first. */
function standingConditions({ conditions }: WatchRecord): readonly ConditionName[] {
  return ConditionName.options.filter((name) => conditions[name]);
}

function headline(record: WatchRecord, card: Card): string {
  const verdict = card.stopped ? 'stopped' : record.outcome.verdict;
  return `${titleOf(record)}: ${VERDICTS[verdict].word}`;
}

function runningBody(record: WatchRecord): readonly KnownBlock[] {
  const snapshot = record.latest?.snapshot;
  return [
    ...(snapshot ? [section(progressLine(record))] : []),
    ...troubleNotice(record),
    ...conditionNotices(record),
    ...factsIfAny(runningFacts(record)),
  ];
}

function progressLine(record: WatchRecord): string {
  const snapshot = record.latest?.snapshot;
  if (!snapshot) return '';
  const progress = progressOf(snapshot);
  const speed = record.conditions.stalled ? undefined : recentRate(record);
  const words = [
    progressWords(progress),
    speed !== undefined && roughRate(speed),
    `Azure says ${code(snapshot.status, 60)}`,
  ].filter((part) => part);
  const line = words.join(' · ');
  // Not as code: Slack shows that in red, as if something were wrong.
  return progress.percent === undefined ? line : `${bar(progress.percent)}  ${line}`;
}

function troubleNotice(record: WatchRecord): readonly KnownBlock[] {
  const { trouble, latest } = record;
  const forgotten = latest && trouble?.failure === 'not-found';
  if (!trouble || (!isShown(trouble) && !forgotten)) return [];
  const seen = latest ? ` What is shown is from ${moment(latest.at, 'second')}.` : '';
  return [
    section(
      `⚠️ *Can't read Azure since ${moment(trouble.since, 'second')}*: ` +
        `${escaped(sentence(trouble.explanation), 1000)}${seen} ` +
        'This says nothing about the operation itself; I keep looking.',
    ),
  ];
}

function conditionNotices({
  conditions: { stalled, overdue },
}: WatchRecord): readonly KnownBlock[] {
  return [
    ...(stalled
      ? [
          section(
            `${CONDITIONS.stalled.sign} *No progress since ${moment(stalled.since, 'second')}*. Azure still calls it running.`,
          ),
        ]
      : []),
    ...(overdue
      ? [
          section(
            `${CONDITIONS.overdue.sign} *It was expected to end ${moment(overdue.since)}*. Azure still calls it running.`,
          ),
        ]
      : []),
  ];
}

function runningFacts(record: WatchRecord): readonly (readonly [string, string])[] {
  const startedAt = record.latest?.snapshot.startedAt;
  const elapsed = durationMs(record);
  return [
    ...(startedAt === undefined ? [] : [['Started', moment(startedAt)] as const]),
    ...(elapsed === undefined ? [] : [['Elapsed', roughDuration(elapsed)] as const]),
    ...endFacts(record),
  ];
}

function endFacts(record: WatchRecord): readonly (readonly [string, string])[] {
  // A rate that has come to nothing foretells nothing.
  const end = record.conditions.stalled ? undefined : estimatedEnd(record);
  const seenAt = record.latest?.at;
  if (!end || seenAt === undefined) return [];
  return end.by === 'azure'
    ? [["Azure's estimate", moment(end.at)]]
    : [['At this rate', moment(roughEnd(end.at, seenAt))]];
}

function endedBody(record: WatchRecord, card: Card): readonly KnownBlock[] {
  const { outcome } = record;
  if (card.stopped) {
    return [
      section(
        `<@${card.stopped.by}> stopped watching here. The operation itself goes on; ` +
          `last seen: ${lastSeen(record)}.`,
      ),
    ];
  }
  switch (outcome.verdict) {
    case 'failed':
      return [...errorQuote(record), ...endedFacts(record)];
    case 'gone':
    case 'not-found':
      return [
        section(
          `${escaped(sentence(outcome.explanation), 1000)} Last seen: ${lastSeen(record)}. ` +
            (record.latest
              ? 'How the operation ended is not known: please look in the portal.'
              : 'Please check the id, the location and the subscription.'),
        ),
      ];
    case 'abandoned':
      return [
        section(
          `I stopped watching after ${duration(record.watchedMs)}, as long as I may. ` +
            `Last seen: ${lastSeen(record)}. The operation may still be running: ` +
            '*Watch on* goes on watching it.',
        ),
      ];
    case 'running':
    case 'succeeded':
    case 'canceled':
    case 'stopped':
      return endedFacts(record);
    default:
      return outcome satisfies never;
  }
}

function errorQuote(record: WatchRecord): readonly KnownBlock[] {
  const tree = errorTree(record.latest?.snapshot);
  return [section(tree ? quoted(tree, 1500) : 'Azure gave no reason.')];
}

function endedFacts(record: WatchRecord): readonly KnownBlock[] {
  const snapshot = record.latest?.snapshot;
  const took = durationMs(record);
  const { doneBytes } = snapshot ? progressOf(snapshot) : {};
  const speed = averageRate(record);
  const entries = [
    ...(snapshot?.startedAt === undefined
      ? []
      : [['Started', moment(snapshot.startedAt)] as const]),
    ...(snapshot?.endedAt === undefined ? [] : [['Ended', moment(snapshot.endedAt)] as const]),
    ...(took === undefined ? [] : [['Duration', duration(took)] as const]),
    ...(doneBytes === undefined ? [] : [['Transferred', bytes(doneBytes)] as const]),
    ...(speed === undefined ? [] : [['Average rate', rate(speed)] as const]),
  ];
  return factsIfAny(entries);
}

function factsIfAny(entries: readonly (readonly [string, string])[]): readonly KnownBlock[] {
  return entries.length > 0 ? [facts(entries)] : [];
}

function lastSeen(record: WatchRecord): string {
  const { latest } = record;
  const words = escaped(lastSeenWords(record), 200);
  return latest ? `${words} at ${moment(latest.at)}` : words;
}

function steps(record: WatchRecord): readonly KnownBlock[] {
  const all = record.latest?.snapshot.steps ?? [];
  if (all.length === 0) return [];
  const lines = all.slice(0, STEPS_SHOWN).map((step) => {
    const name = step.name ? escaped(step.name, 80) : 'Step';
    const share = step.percent === undefined ? '' : `, ${percent(step.percent)}`;
    return `${'   '.repeat(step.depth)}• ${name}: ${code(step.status, 60)}${share}`;
  });
  const more = all.length - lines.length;
  return [section([...lines, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n'))];
}

function footer(record: WatchRecord, card: Card, around: MessageContext): string {
  const { subscriptionId, location, operationId } = record.reference;
  return [
    ...(card.label ? [`“${escaped(card.label, 100)}”`] : []),
    `asked by <@${card.askedBy}>`,
    `${escaped(around.subscriptionName(subscriptionId), 60)}, ${escaped(location, 60)}`,
    code(operationId, 140),
  ].join(' · ');
}
