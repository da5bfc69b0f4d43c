import { locationName } from '../../watch/locations.ts';
import {
  type ConditionName,
  isSpellStanding,
  verdictOf,
  type WatchRecord,
} from '../../watch/watch-record.ts';
import { causeLine, causeOfRecord, reasonLine } from '../../words/cause-words.ts';
import { explanationOf, fullTitle } from '../../words/operation-words.ts';
import { oneLine } from '../../words/plain-text.ts';
import { CONDITIONS, VERDICTS } from '../../words/signs.ts';
import { failedWords } from '../../words/verdict-sentence.ts';
import { askerMarkup } from './markup.ts';
import type { MessageContext } from './message.ts';
import { moment } from './moment.ts';
import { code, literally } from './text.ts';

/** One operation of a burst. */
export interface DigestEntry {
  readonly operationId: string;
  /** When it was to be told, in milliseconds since the epoch. */
  readonly at: number;
  /** Undefined where it is no longer kept. */
  readonly record: WatchRecord | undefined;
  readonly cardLink: string | undefined;
  /** Of a condition's alert; the ending's otherwise. */
  readonly spell?: {
    readonly condition: ConditionName;
    readonly number: number;
    readonly since: number;
  };
}

/** 25 of these, and what stands around them, are well below what Slack takes in one message. */
const ENTRY_MOST = 315;
/** Below a cause that several share. */
const ENTRY_WITHOUT_CAUSE_MOST = 245;

/** Longer than any of Slack's own; one that is longer is left out rather than cut. */
const LINK_MOST = 110;
const TITLE_MOST = 100;
const ID_MOST = 142;
const PLACE_MOST = 64;

/** In less room than this, nothing worth reading fits. */
const PART_LEAST = 12;

const SEPARATOR = ' · ';

/** What of an entry is left out where there is no room for it. */
type Part = (limit: number) => string;

/**
 * What is to be known of one operation of a burst, in at most 315 characters of mrkdwn; escaped. Its id stands below all
 * of them.
 *
 * @param tellsCause unless the cause stands above several entries
 */
export function entryText(entry: DigestEntry, around: MessageContext, tellsCause = true): string {
  const { record, spell } = entry;
  if (!record) return forgottenEntry(entry);
  const stands = spell && isStanding(entry);
  const words = tellsCause && (stands || !spell) ? why(entry, record) : undefined;
  return fitted(
    leadOf(entry, record),
    [
      ...(stands ? [() => `since ${moment(spell.since)}`] : []),
      () => cardWords(entry),
      ...(spell ? [] : [() => askerWords(record)]),
      (limit) => placeOf(record, around, limit),
    ],
    words,
    tellsCause ? ENTRY_MOST : ENTRY_WITHOUT_CAUSE_MOST,
  );
}

/** Why an operation failed, where that can stand above several: the same for those that say the same. */
export function sharedCause({ record, spell }: DigestEntry): string | undefined {
  if (!record || spell || verdictOf(record) !== 'failed') return undefined;
  const cause = causeOfRecord(record);
  return cause && reasonLine(cause);
}

/** Whether the spell that the entry tells of is not over. */
export function isStanding({ record, spell }: DigestEntry): boolean {
  return record !== undefined && spell !== undefined && isSpellStanding(record, spell);
}

function forgottenEntry({ operationId, cardLink }: DigestEntry): string {
  const card = cardLink && cardLink.length <= LINK_MOST ? `; <${cardLink}|its card> stands` : '';
  return `❔ ${code(operationId, ID_MOST)}${SEPARATOR}I no longer keep what became of it${card}`;
}

function leadOf(entry: DigestEntry, record: WatchRecord): string {
  const { spell } = entry;
  const verdict = verdictOf(record);
  const title = literally(fullTitle(record), TITLE_MOST);
  if (!spell || verdict !== 'running') {
    const { sign, word } = VERDICTS[verdict];
    const { status } = record.latest?.snapshot ?? {};
    switch (verdict) {
      case 'failed':
        return `${sign} ${title} ${failedWords(record)}`;
      case 'ended-otherwise':
        return `${sign} ${title}: ${word}: Azure calls it “${literally(oneLine(status ?? ''), 60)}”`;
      default:
        return `${sign} ${title}: ${word}`;
    }
  }
  const { sign, word, over } = CONDITIONS[spell.condition];
  return isStanding(entry) ? `${sign} ${title} ${word}` : `👌 ${title} ${over}`;
}

function cardWords({ cardLink }: DigestEntry): string {
  return cardLink && cardLink.length <= LINK_MOST ? `<${cardLink}|card>` : '';
}

function askerWords({ cards }: WatchRecord): string {
  const [first, ...others] = new Set(cards.map((card) => card.askedBy));
  if (first === undefined) return '';
  const named = askerMarkup(first);
  return others.length > 0 ? `${named} and ${others.length} more` : named;
}

function placeOf(record: WatchRecord, around: MessageContext, limit: number): string {
  const { subscriptionId, location } = record.reference;
  const place = `${around.subscriptionName(subscriptionId)}, ${locationName(location)}`;
  return literally(oneLine(place), Math.min(limit, PLACE_MOST));
}

/** Why it ended, or why it can't be read; not escaped. */
function why({ spell }: DigestEntry, record: WatchRecord): string | undefined {
  if (spell) return spell.condition === 'blind' ? record.trouble?.explanation : undefined;
  const cause = causeOfRecord(record);
  return explanationOf(record) ?? (cause && causeLine(cause));
}

/** The lead whole, what fits of the parts behind it, and as many words as fit then. */
function fitted(
  lead: string,
  parts: readonly Part[],
  words: string | undefined,
  most: number,
): string {
  const known = parts.reduce((text, part) => appended(text, part, most), lead);
  return words ? appended(known, (limit) => literally(oneLine(words), limit), most) : known;
}

function appended(text: string, part: Part, most: number): string {
  const room = most - text.length - SEPARATOR.length;
  if (room < PART_LEAST) return text;
  const more = part(room);
  return more && more.length <= room ? `${text}${SEPARATOR}${more}` : text;
}
