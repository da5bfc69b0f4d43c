import type { ConditionName } from '../../watch/condition-name.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { CONDITIONS } from './condition-words.ts';
import { moment } from './figures.ts';
import type { MessageContext } from './message.ts';
import { titleOf } from './operation-words.ts';
import { code, escaped } from './text.ts';
import { VERDICTS } from './verdict-signs.ts';

/** One operation of a burst. */
export interface StormLine {
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
const LINE_MOST = 380;

/** Longer than any of Slack's own; one that is longer is left out rather than cut. */
const LINK_MOST = 110;
const TITLE_MOST = 88;
const ID_MOST = 142;
const PLACE_MOST = 64;
const ERROR_CODE_MOST = 52;

/** In less room than this, nothing worth reading fits. */
const PART_LEAST = 12;

const SEPARATOR = ' · ';

/** What of a line is left out where there is no room for it. */
type Part = (limit: number) => string;

/** What is to be known of one operation of a burst, in at most 380 characters of mrkdwn; escaped. */
export function stormLine(line: StormLine, around: MessageContext): string {
  const { record, spell } = line;
  if (!record) return forgottenLine(line);
  const stands = spell && isStanding(line);
  return fitted(
    leadOf(line, record),
    [
      ...(stands ? [() => `since ${moment(spell.since)}`] : errorCode(record)),
      (limit) => placeWords(record, around, limit),
    ],
    code(line.operationId, ID_MOST),
    stands || !spell ? why(line, record) : undefined,
  );
}

/** Whether the spell that the line tells of is not over. */
export function isStanding({ record, spell }: StormLine): boolean {
  if (record?.outcome.verdict !== 'running' || !spell) return false;
  return record.conditions[spell.condition]?.number === spell.number;
}

function forgottenLine({ operationId, cardLink }: StormLine): string {
  const card = cardLink && cardLink.length <= LINK_MOST ? `; <${cardLink}|its card> stands` : '';
  return `❔ ${code(operationId, ID_MOST)}${SEPARATOR}I no longer keep what became of it${card}`;
}

function leadOf(line: StormLine, record: WatchRecord): string {
  const { spell } = line;
  const { verdict } = record.outcome;
  const title = linked(titleOf(record), line.cardLink);
  if (!spell || verdict !== 'running') {
    return `${VERDICTS[verdict].sign} ${title}: ${VERDICTS[verdict].word}`;
  }
  const { sign, word, over } = CONDITIONS[spell.condition];
  return isStanding(line) ? `${sign} ${title} ${word}` : `👌 ${title} ${over}`;
}

function linked(title: string, link: string | undefined): string {
  // A bar would end the link's address.
  const words = oneLine(title, TITLE_MOST).replaceAll('|', '¦');
  return link && link.length <= LINK_MOST ? `<${link}|${words}>` : words;
}

function errorCode({ latest }: WatchRecord): readonly Part[] {
  const top = latest?.snapshot.error?.[0]?.code;
  return top ? [(limit) => code(top, Math.min(limit, ERROR_CODE_MOST))] : [];
}

function placeWords(record: WatchRecord, around: MessageContext, limit: number): string {
  const { subscriptionId, location } = record.reference;
  const place = `${around.subscriptionName(subscriptionId)}, ${location}`;
  return oneLine(place, Math.min(limit, PLACE_MOST));
}

/** Why it ended, or why it can't be read; not escaped. */
function why({ spell }: StormLine, record: WatchRecord): string | undefined {
  if (spell) return spell.condition === 'blind' ? record.trouble?.explanation : undefined;
  const { outcome, latest } = record;
  return 'explanation' in outcome ? outcome.explanation : latest?.snapshot.error?.[0]?.message;
}

/** The lead and the id whole, what fits of the parts between them, and as many words as fit then. */
function fitted(
  lead: string,
  parts: readonly Part[],
  id: string,
  words: string | undefined,
): string {
  const room = LINE_MOST - SEPARATOR.length - id.length;
  const before = parts.reduce((line, part) => appended(line, part, room), lead);
  const line = `${before}${SEPARATOR}${id}`;
  return words ? appended(line, (limit) => oneLine(words, limit), LINE_MOST) : line;
}

function appended(line: string, part: Part, most: number): string {
  const room = most - line.length - SEPARATOR.length;
  if (room < PART_LEAST) return line;
  const text = part(room);
  return text.length <= room ? `${line}${SEPARATOR}${text}` : line;
}

function oneLine(text: string, limit: number): string {
  return escaped(text.replaceAll(/\s+/g, ' ').trim(), limit);
}
