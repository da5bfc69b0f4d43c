import type { KnownBlock } from '@slack/types';
import { type Care, isOpenCall, type Reopened } from '../../watch/acknowledgement.ts';
import { duration } from '../../words/figures.ts';
import { titleOf } from '../../words/operation-words.ts';
import { bounded } from '../../words/plain-text.ts';
import { actions, context, header, linkButton, section } from './blocks.ts';
import { careButtons } from './care-buttons.ts';
import { careLine, careSign } from './care-words.ts';
import { type DigestEntry, entryText } from './digest-entry.ts';
import { LIMITS, type Message, type MessageContext } from './message.ts';
import { moment } from './moment.ts';
import { escaped } from './text.ts';

/** A message that called on-call, as it is reminded of. */
export interface ShownCall extends Care {
  /** When it was told, in milliseconds since the epoch. */
  readonly told: number;
  /** How many reminders of it there were before. */
  readonly made: number;
  /** The operations that it tells of, one at least. */
  readonly entries: readonly DigestEntry[];
  readonly link: string | undefined;
}

/** On-call is called again, since nobody looks after these. */
export interface ShownReminder {
  /** Names it to whoever handles its button: `reminder/12`. */
  readonly name: string;
  /** When it was made, in milliseconds since the epoch. */
  readonly at: number;
  /** Others are called: on-call was, in vain. */
  readonly escalates: boolean;
  readonly calls: readonly ShownCall[];
}

/** What is shown of many; the others stand in the alerts above. */
const ENTRIES = 10;

/** A new message in the on-call channel, or where others are called; by an edit, who looks after it by now. */
export function reminderMessage(reminder: ShownReminder, around: MessageContext): Message {
  const { name, calls } = reminder;
  const open = calls.filter(isOpenCall);
  if (open.length === 0) return takenMessage(calls);
  const entries = open.flatMap((call) => call.entries);
  const mention = mentionFor(reminder, around);
  const title = titleFor(entries);
  const lead = leadFor(reminder, open);
  const more = entries.length - ENTRIES;
  const taken = calls.length - open.length;
  return {
    text: bounded(`${mention}${escaped(title, 500)}. ${lead}`, LIMITS.text),
    blocks: [
      header(title),
      section(`${mention}${lead}`),
      ...entries.slice(0, ENTRIES).map((entry) => section(entryText(entry, around))),
      ...(more > 0 ? [context(`… and ${more} more: they stand in the alerts above`)] : []),
      ...(taken > 0 ? [context(`👍 Somebody looks after ${counted(taken, 'other alert')}`)] : []),
      actions([...careButtons(name, {}), ...linkToAlert(open)]),
    ],
  };
}

/** Nobody needs to look any more. */
function takenMessage(calls: readonly ShownCall[]): Message {
  const entries = calls.flatMap((call) => call.entries);
  const last = calls.at(-1) ?? {};
  const isDone = calls.every(({ acknowledged }) => acknowledged?.done !== undefined);
  const subject = subjectOf(entries);
  const isOver = calls.every(({ recovered }) => recovered !== undefined);
  const title = isOver
    ? `✅ Made good by another try: ${subject}`
    : isDone
      ? `✅ Done: ${subject}`
      : `${careSign(last) ?? '👍'} Somebody looks after ${subject}`;
  const links = linkToAlert(calls);
  const buttons: readonly KnownBlock[] = links.length > 0 ? [actions(links)] : [];
  return {
    text: bounded(escaped(title, 500), LIMITS.text),
    blocks: [header(title), ...careLine(last), ...buttons],
  };
}

function mentionFor({ escalates }: ShownReminder, around: MessageContext): string {
  const mention = escalates
    ? (around.escalationMention ?? around.oncallMention)
    : around.oncallMention;
  return mention ? `${mention} ` : '';
}

function titleFor(entries: readonly DigestEntry[]): string {
  return `🔔 Nobody looks after ${subjectOf(entries)}`;
}

/** Not escaped. */
function subjectOf(entries: readonly DigestEntry[]): string {
  const [only, ...others] = entries;
  if (others.length > 0) return counted(entries.length, 'operation');
  return only?.record ? titleOf(only.record) : 'an operation';
}

function leadFor({ at, escalates }: ShownReminder, open: readonly ShownCall[]): string {
  const [only, ...others] = open;
  if (only?.reopened && others.length === 0 && !escalates) return reopenedLead(only.reopened);
  const since = duration(at - Math.min(...open.map(({ told }) => told)));
  const times = Math.max(...open.map(({ made }) => made)) + 1;
  const called =
    times === 1
      ? `On-call was called ${since} ago`
      : `On-call was called ${times} times, ${since} ago for the first time`;
  return `${called}, and nobody has pressed Acknowledge. Please look.`;
}

function reopenedLead({ by, at, until }: Reopened): string {
  return until === undefined
    ? `<@${by}> has taken it back ${moment(at)}, and nobody has pressed Acknowledge since. Please look.`
    : `<@${by}> had snoozed it until ${moment(until)}, and nobody has pressed Acknowledge. Please look.`;
}

function linkToAlert(calls: readonly ShownCall[]) {
  const [only, ...others] = calls;
  return linkButton(
    'alert',
    others.length > 0 ? 'Open the first alert' : 'Open the alert',
    only?.link,
  );
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
