import type { ActionsBlockElement, KnownBlock } from '@slack/types';
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
import { actions, context, facts, header, linkButton, section } from './blocks.ts';
import { CONDITIONS } from './condition-words.ts';
import { bar, bytes, duration, moment, percent, rate } from './figures.ts';
import { LIMITS, type Message, type MessageContext } from './message.ts';
import { errorTree, lastSeenWords, progressWords, titleOf } from './operation-words.ts';
import { bounded, code, escaped, quoted, sentence } from './text.ts';
import { verdictSentence } from './verdict-sentence.ts';
import { VERDICTS } from './verdict-signs.ts';

const STEPS_SHOWN = 8;

/**
 * The one message that shows a watch in a channel. A pure function of the record: rendered twice, it
 * looks the same.
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
      ...buttons(record, card, around),
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
    facts(runningFacts(record)),
  ];
}

function progressLine(record: WatchRecord): string {
  const snapshot = record.latest?.snapshot;
  if (!snapshot) return '';
  const progress = progressOf(snapshot);
  const speed = record.conditions.stalled ? undefined : recentRate(record);
  const words = [
    progressWords(progress),
    speed !== undefined && rate(speed),
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
      ? [section(`${CONDITIONS.overdue.sign} *It should have ended ${moment(overdue.since)}*.`)]
      : []),
  ];
}

function runningFacts(record: WatchRecord): readonly (readonly [string, string])[] {
  const startedAt = record.latest?.snapshot.startedAt;
  const elapsed = durationMs(record);
  // A rate that has come to nothing foretells nothing.
  const end = record.conditions.stalled ? undefined : estimatedEnd(record);
  return [
    ...(startedAt === undefined ? [] : [['Started', moment(startedAt)] as const]),
    ...(elapsed === undefined ? [] : [['Elapsed', duration(elapsed)] as const]),
    ...(end
      ? [[end.by === 'azure' ? "Azure's estimate" : 'At this rate', moment(end.at)] as const]
      : []),
    ['Next look', moment(record.nextReadAt, 'second')],
  ];
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
      return [...errorQuote(record), ...nonEmptyFacts(record)];
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
          `I have watched for ${duration(outcome.at - record.begunAt)}, as long as I may. ` +
            `Last seen: ${lastSeen(record)}. The operation may still run.`,
        ),
      ];
    case 'running':
    case 'succeeded':
    case 'canceled':
    case 'stopped':
      return nonEmptyFacts(record);
    default:
      return outcome satisfies never;
  }
}

function errorQuote(record: WatchRecord): readonly KnownBlock[] {
  const tree = errorTree(record.latest?.snapshot);
  return [section(tree ? quoted(tree, 1500) : 'Azure gave no reason.')];
}

function nonEmptyFacts(record: WatchRecord): readonly KnownBlock[] {
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

function buttons(record: WatchRecord, card: Card, around: MessageContext): readonly KnownBlock[] {
  const isStopped = card.stopped !== undefined;
  const live = record.outcome.verdict === 'running' && !isStopped;
  const serverId = record.latest?.snapshot.serverId;
  const elements: ActionsBlockElement[] = [
    ...(live ? [refreshButton(record.id), stopButton(record.id)] : []),
    ...(record.outcome.verdict === 'abandoned' && !isStopped ? [watchOnButton(record.id)] : []),
    ...linkButton('portal', 'Open in Azure portal', serverId && around.portalLink(serverId)),
  ];
  return elements.length > 0 ? [actions(elements)] : [];
}

function refreshButton(watchId: string): ActionsBlockElement {
  return {
    type: 'button',
    action_id: 'refresh',
    text: { type: 'plain_text', text: 'Refresh now', emoji: true },
    value: watchId,
  };
}

function watchOnButton(watchId: string): ActionsBlockElement {
  return {
    type: 'button',
    action_id: 'watch-on',
    text: { type: 'plain_text', text: 'Watch on', emoji: true },
    value: watchId,
  };
}

function stopButton(watchId: string): ActionsBlockElement {
  return {
    type: 'button',
    action_id: 'stop',
    text: { type: 'plain_text', text: 'Stop watching', emoji: true },
    value: watchId,
    confirm: {
      title: { type: 'plain_text', text: 'Stop watching?' },
      text: {
        type: 'plain_text',
        text: 'Nobody here will be told how it ends. The operation itself goes on.',
      },
      confirm: { type: 'plain_text', text: 'Stop watching' },
      deny: { type: 'plain_text', text: 'Keep watching' },
    },
  };
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
