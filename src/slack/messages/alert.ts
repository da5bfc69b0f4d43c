import type { Button, KnownBlock } from '@slack/types';
import { durationMs } from '../../watch/progress.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { type Acknowledgement, acknowledgeButton, acknowledgedLine } from './acknowledgement.ts';
import { actions, context, facts, header, linkButton, section } from './blocks.ts';
import { duration } from './figures.ts';
import { LIMITS, type Message, type MessageContext } from './message.ts';
import { errorTree, serverName, titleOf } from './operation-words.ts';
import { bounded, code, escaped, quoted } from './text.ts';
import { verdictSentence } from './verdict-sentence.ts';
import { VERDICTS } from './verdict-signs.ts';

/** What of the error stands in the alert itself; the whole of it is in the alert's thread. */
const ERROR_SHOWN = 1200;

/**
 * Slack refuses messages whose blocks are too long in all (`msg_blocks_too_long`): "12,000 text characters
 * with a buffer for block containers". Counted as JSON, in which quotes and line breaks are longer.
 */
const DETAILS_SHOWN = 12_000;

/**
 * A new message in the on-call channel: how a watch ended, and that somebody must look; by an edit,
 * who does.
 */
export function alertMessage(
  record: WatchRecord,
  cardLink: string | undefined,
  around: MessageContext,
  acknowledged?: Acknowledgement,
): Message {
  const sentence = verdictSentence(record);
  const mention = mentionFor(record, around);
  const title = `🚨 ${titleOf(record)}: ${VERDICTS[record.outcome.verdict].word}`;
  return {
    text: bounded(`🚨 ${mention}${sentence}`, LIMITS.text),
    blocks: [
      ...alertFrame(
        record,
        {
          title,
          lead: `${mention}${lead(record)}`,
          error: errorSection(record),
          buttons: acknowledgeButton(`alert/${record.id}`, acknowledged),
          cardLink,
          mentions: 'who asked',
        },
        around,
      ),
      ...acknowledgedLine(acknowledged),
    ],
  };
}

/** Whether an ending mentions on-call: only what may have cost somebody their data. */
export function callsOnCall({ outcome }: WatchRecord): boolean {
  return outcome.verdict === 'failed' || outcome.verdict === 'gone';
}

function mentionFor(record: WatchRecord, { oncallMention }: MessageContext): string {
  return callsOnCall(record) && oncallMention ? `${oncallMention} ` : '';
}

/** What every alert about a watch shows beside its lead: where, what it is for, and links. */
export function alertFrame(
  record: WatchRecord,
  shown: {
    readonly title: string;
    readonly lead: string;
    readonly error?: readonly KnownBlock[];
    /** They stand before the links. */
    readonly buttons?: readonly Button[];
    readonly cardLink: string | undefined;
    /** To name people in a new message is to call them. */
    readonly mentions: 'who asked' | 'nobody';
  },
  around: MessageContext,
): KnownBlock[] {
  const serverId = record.latest?.snapshot.serverId;
  const about = [...labels(record), ...(shown.mentions === 'nobody' ? [] : [askers(record)])];
  const buttons = [
    ...(shown.buttons ?? []),
    ...linkButton('card', 'Open the card', shown.cardLink),
    ...linkButton('portal', 'Open in Azure portal', serverId && around.portalLink(serverId)),
  ];
  return [
    header(shown.title),
    section(shown.lead),
    ...(shown.error ?? []),
    facts(alertFacts(record, around)),
    ...(buttons.length > 0 ? [actions(buttons)] : []),
    ...(about.length > 0 ? [context(about.join(' · '))] : []),
  ];
}

/** The whole error text, for the alert's thread; undefined where the alert shows all of it. */
export function alertDetailsMessage(record: WatchRecord): Message | undefined {
  const whole = errorTree(record.latest?.snapshot);
  if (quoted(whole, ERROR_SHOWN) === quoted(whole, ERROR_SHOWN * 2)) return undefined;
  const all = escaped(whole.replaceAll('```', "'''"), DETAILS_SHOWN);
  const shown = fitting(all, DETAILS_SHOWN);
  const isCut = shown !== all || escaped(whole, 2 * DETAILS_SHOWN).length > DETAILS_SHOWN;
  return {
    text: bounded(`Azure's whole error: ${escaped(whole, 3000)}`, LIMITS.text),
    blocks: [
      ...chunksOf(shown, LIMITS.section - 6).map((part) => section(`\`\`\`${part}\`\`\``)),
      ...(isCut ? [context('The rest was too long for Slack.')] : []),
    ],
  };
}

/** The beginning of an escaped text that is no longer than this as JSON. */
function fitting(text: string, limit: number): string {
  let fits = '';
  let size = 0;
  for (const [piece] of text.matchAll(PIECES)) {
    size += JSON.stringify(piece).length - 2;
    if (size > limit) break;
    fits += piece;
  }
  return fits;
}

/** Entities and characters, neither of which may be cut. */
const PIECES = /&\w+;|./gsu;

/** Cuts escaped text into pieces, never within an entity or a character. */
function chunksOf(text: string, size: number): readonly string[] {
  const chunks: string[] = [];
  let chunk = '';
  for (const [piece] of text.matchAll(PIECES)) {
    if (chunk.length + piece.length > size) {
      chunks.push(chunk);
      chunk = '';
    }
    chunk += piece;
  }
  return [...chunks, chunk];
}

function lead(record: WatchRecord): string {
  switch (record.outcome.verdict) {
    case 'gone':
      return 'Azure no longer keeps the result of this operation. How it ended is not known: please look.';
    case 'canceled':
      return 'Azure says that this operation was canceled.';
    case 'abandoned':
      return `I stopped watching this operation after ${duration(record.watchedMs)}, before it ended. It may still be running: please look.`;
    case 'failed':
      return 'Azure says that this operation failed. Please look.';
    default:
      return 'This watch has ended. Please look at its card.';
  }
}

function errorSection(record: WatchRecord): readonly KnownBlock[] {
  const tree = errorTree(record.latest?.snapshot);
  if (record.outcome.verdict !== 'failed') return [];
  return [section(tree ? quoted(tree, ERROR_SHOWN) : 'Azure gave no reason.')];
}

function alertFacts(
  record: WatchRecord,
  around: MessageContext,
): readonly (readonly [string, string])[] {
  const { subscriptionId, location, operationId } = record.reference;
  const snapshot = record.latest?.snapshot;
  const server = serverName(snapshot);
  const isKnown = record.outcome.verdict === 'failed' || record.outcome.verdict === 'canceled';
  const took = isKnown ? durationMs(record) : undefined;
  const requestId = record.latest?.trace.requestId;
  return [
    ...(server ? [['Server', escaped(server, 100)] as const] : []),
    ['Where', `${escaped(around.subscriptionName(subscriptionId), 60)}, ${escaped(location, 60)}`],
    ['Operation', code(operationId, 140)],
    ...(took === undefined ? [] : [['Duration', duration(took)] as const]),
    ...(requestId ? [['Azure request id', code(requestId, 140)] as const] : []),
  ];
}

function askers({ cards }: WatchRecord): string {
  const people = [...new Set(cards.map((card) => card.askedBy))].slice(0, 10);
  return `asked by ${people.map((user) => `<@${user}>`).join(', ')}`;
}

function labels({ cards }: WatchRecord): readonly string[] {
  const all = cards.flatMap((card) => (card.label ? [escaped(card.label, 100)] : []));
  return [...new Set(all)].slice(0, 3).map((label) => `“${label}”`);
}
