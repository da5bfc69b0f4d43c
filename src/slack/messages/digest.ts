import type { KnownBlock } from '@slack/types';
import type { Care } from '../../watch/acknowledgement.ts';
import { verdictOf } from '../../watch/watch-record.ts';
import { fullTitle } from '../../words/operation-words.ts';
import { bounded, oneLine } from '../../words/plain-text.ts';
import { actions, context, header, section } from './blocks.ts';
import { careButtons } from './care-buttons.ts';
import { careLine, careSign } from './care-words.ts';
import { type DigestEntry, entryText, isStanding, sharedCause } from './digest-entry.ts';
import { literal, literalRun, richText } from './literal.ts';
import { LIMITS, type Message, type MessageContext } from './message.ts';
import { literally } from './text.ts';

export type { DigestEntry };

/** One message about a burst: operations that ended or grew odd soon after others, an entry each. */
export interface ShownDigest extends Care {
  /** Names it to whoever handles its button: `digest/failures/12`. */
  readonly name: string;
  readonly kind: 'failures' | 'conditions';
  /** It calls whom the settings name. */
  readonly mentions: boolean;
  /** At most DIGEST_ENTRIES. */
  readonly entries: readonly DigestEntry[];
  /** How many it has besides of which nothing can be read any more. */
  readonly unreadable?: number;
}

/** So many entries of any kind fit into one message: Slack takes some 12,000 characters of blocks. */
export const DIGEST_ENTRIES = 25;

const SIGNS = { failures: '🚨', conditions: '👀' } as const;

/** So much of a cause, and so many causes, stand above entries: what one message has room for. */
const CAUSE_MOST = 200;
const CAUSES_MOST = 5;

/** Azure's are of 36 characters. */
const ID_MOST = 60;

/** What a notification names; the others stand in the message. */
const NAMED = 5;

/** A new message in the on-call channel instead of one for each operation of a burst. */
export function digestMessage(digest: ShownDigest, around: MessageContext): Message {
  const { entries, kind, unreadable = 0 } = digest;
  const mention = digest.mentions && around.oncallMention ? `${around.oncallMention} ` : '';
  const title = `${(kind === 'failures' && careSign(digest)) || SIGNS[kind]} ${titleOfDigest(digest)}`;
  const shown = entries.slice(0, DIGEST_ENTRIES);
  const groups = groupsOf(shown);
  const more = entries.length - shown.length;
  const buttons =
    kind === 'failures' ? careButtons(digest.name, digest, entries.length + unreadable) : [];
  return {
    text: bounded(
      `${mention}${[title, ...(entries.length > 0 ? [names(entries)] : [])].join(': ')}.${mainCause(entries)}`,
      LIMITS.text,
    ),
    blocks: [
      header(title),
      ...(mention ? [section(`${mention}Please look.`)] : []),
      ...groups.flatMap((group) => groupBlocks(group, around)),
      ...(more > 0 ? [context(`… and ${more} more`)] : []),
      ...(unreadable > 0 ? [context(unreadableLine(unreadable))] : []),
      ...(kind === 'failures' ? careLine(digest) : []),
      ...(buttons.length > 0 ? [actions(buttons)] : []),
      ...idsLine(groups),
    ],
  };
}

function unreadableLine(count: number): string {
  return `Of ${counted(count, 'operation')} I can’t read any more which ${count === 1 ? 'it is' : 'they are'}: whoever runs me finds it named in /readyz.`;
}

function titleOfDigest({ kind, entries, unreadable = 0 }: ShownDigest): string {
  const all = entries.length + unreadable;
  switch (kind) {
    case 'failures': {
      const haveFailed =
        unreadable === 0 &&
        entries.every(({ record }) => record !== undefined && verdictOf(record) === 'failed');
      const words = haveFailed ? ['has failed', 'have failed'] : ['needs a look', 'need a look'];
      return `${counted(all, 'more operation')} ${words[all === 1 ? 0 : 1]}`;
    }
    case 'conditions':
      return conditionsTitle(entries);
    default:
      return kind satisfies never;
  }
}

/** Drawn again, it tells how many of them are left. */
function conditionsTitle(entries: readonly DigestEntry[]): string {
  const all = counted(entries.length, 'operation');
  const standing = entries.filter(isStanding).length;
  if (standing === 0) return `${all} needed a look`;
  const need = standing === 1 ? 'needs' : 'need';
  return standing === entries.length
    ? `${all} ${need} a look`
    : `${standing} of ${all} still ${need} a look`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function names(entries: readonly DigestEntry[]): string {
  const named = entries
    .slice(0, NAMED)
    .map(({ record, operationId }) => literally(record ? fullTitle(record) : operationId, 200));
  const more = entries.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Why most of them failed. */
function mainCause(entries: readonly DigestEntry[]): string {
  const [most] = [...Map.groupBy(entries, sharedCause)]
    .filter(([cause]) => cause !== undefined)
    .toSorted(([, a], [, b]) => b.length - a.length);
  if (!most) return '';
  const [cause = '', { length }] = most;
  const how = length === entries.length ? 'Why' : `Why ${length} of them failed`;
  return ` ${how}: ${literally(bounded(cause, CAUSE_MOST), 2 * CAUSE_MOST)}`;
}

/** Entries of which several share a cause; the others last. */
interface EntryGroup {
  readonly cause?: string | undefined;
  readonly entries: readonly DigestEntry[];
}

function groupsOf(entries: readonly DigestEntry[]): readonly EntryGroup[] {
  const shared = [...Map.groupBy(entries, sharedCause)]
    .filter(([cause, { length }]) => cause !== undefined && length > 1)
    .toSorted(([, a], [, b]) => b.length - a.length)
    .slice(0, CAUSES_MOST)
    .map(([cause, group]): EntryGroup => ({ cause, entries: group }));
  const alone = entries.filter((entry) => !shared.some((group) => group.entries.includes(entry)));
  return [...shared, { entries: alone }];
}

/** A cause that several share is said once, above them. */
function groupBlocks(
  { cause, entries }: EntryGroup,
  around: MessageContext,
): readonly KnownBlock[] {
  const texts = entries.map((entry) => entryText(entry, around, cause === undefined));
  return [
    ...(cause === undefined
      ? []
      : [richText([literalRun(bounded(cause, CAUSE_MOST), { bold: true })])]),
    ...packed(texts),
  ];
}

/** The ids of all, in small letters, in the order of the entries; one that is no longer kept tells its own. */
function idsLine(groups: readonly EntryGroup[]): readonly KnownBlock[] {
  const ids = groups
    .flatMap(({ entries }) => entries)
    .filter(({ record }) => record !== undefined)
    .map(({ operationId }) => bounded(oneLine(operationId), ID_MOST) || '…');
  return ids.length > 0 ? [context(literal(ids.join(' · ')))] : [];
}

/** As few sections as hold the entries. */
function packed(entries: readonly string[]): readonly KnownBlock[] {
  const texts: string[] = [];
  for (const entry of entries) {
    const last = texts.at(-1);
    const isFull = last === undefined || last.length + 1 + entry.length > LIMITS.section;
    if (isFull) texts.push(entry);
    else texts[texts.length - 1] = `${last}\n${entry}`;
  }
  return texts.map((text) => section(text));
}
