import type { KnownBlock } from '@slack/types';
import { type Acknowledgement, acknowledgeButton, acknowledgedLine } from './acknowledgement.ts';
import { actions, context, header, section } from './blocks.ts';
import { LIMITS, type Message, type MessageContext } from './message.ts';
import { titleOf } from './operation-words.ts';
import { isStanding, type StormLine, stormLine } from './storm-line.ts';
import { bounded, escaped } from './text.ts';

export type { StormLine };

/** One message about a burst: operations that ended or grew odd soon after others, a line each. */
export interface StormPage {
  /** Names it to whoever handles its button: `storm/failures/12`. */
  readonly name: string;
  readonly kind: 'failures' | 'conditions';
  /** It calls whom the settings name. */
  readonly mentions: boolean;
  /** At most STORM_LINES. */
  readonly lines: readonly StormLine[];
  readonly acknowledged?: Acknowledgement;
}

/** So many lines of any kind fit into one message: Slack takes some 12,000 characters of blocks. */
export const STORM_LINES = 25;

/** What a notification names; the others stand in the message. */
const NAMED = 5;

/** A new message in the on-call channel instead of one for each operation of a burst. */
export function stormMessage(page: StormPage, around: MessageContext): Message {
  const { lines, kind, acknowledged } = page;
  const mention = page.mentions && around.oncallMention ? `${around.oncallMention} ` : '';
  const title = titleOfPage(page);
  const shown = lines.slice(0, STORM_LINES);
  const more = lines.length - shown.length;
  const buttons = kind === 'failures' ? acknowledgeButton(page.name, acknowledged) : [];
  return {
    text: bounded(`${mention}${title}: ${names(lines)}.`, LIMITS.text),
    blocks: [
      header(title),
      ...(mention ? [section(`${mention}Please look.`)] : []),
      ...packed(shown.map((line) => stormLine(line, around))),
      ...(more > 0 ? [context(`… and ${more} more`)] : []),
      ...(buttons.length > 0 ? [actions(buttons)] : []),
      ...(kind === 'failures' ? acknowledgedLine(acknowledged) : []),
    ],
  };
}

function titleOfPage({ kind, lines }: StormPage): string {
  switch (kind) {
    case 'failures': {
      const haveFailed = lines.every(({ record }) => record?.outcome.verdict === 'failed');
      const words = haveFailed ? ['has failed', 'have failed'] : ['needs a look', 'need a look'];
      return `🚨 ${counted(lines.length, 'more operation')} ${words[lines.length === 1 ? 0 : 1]}`;
    }
    case 'conditions':
      return `👀 ${conditionsTitle(lines)}`;
    default:
      return kind satisfies never;
  }
}

/** Drawn again, it tells how many of them are left. */
function conditionsTitle(lines: readonly StormLine[]): string {
  const all = counted(lines.length, 'operation');
  const standing = lines.filter(isStanding).length;
  if (standing === 0) return `${all} needed a look`;
  const need = standing === 1 ? 'needs' : 'need';
  return standing === lines.length
    ? `${all} ${need} a look`
    : `${standing} of ${all} still ${need} a look`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function names(lines: readonly StormLine[]): string {
  const named = lines
    .slice(0, NAMED)
    .map(({ record, operationId }) => escaped(record ? titleOf(record) : operationId, 200));
  const more = lines.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** As few sections as hold the lines. */
function packed(lines: readonly string[]): readonly KnownBlock[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    const isFull = last === undefined || last.length + 1 + line.length > LIMITS.section;
    if (isFull) texts.push(line);
    else texts[texts.length - 1] = `${last}\n${line}`;
  }
  return texts.map((text) => section(text));
}
