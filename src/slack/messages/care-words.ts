import type { KnownBlock } from '@slack/types';
import type { Taken } from '../../asking/acknowledge.ts';
import type { Acknowledgement, Care, Recovered } from '../../watch/acknowledgement.ts';
import { oneLine } from '../../words/plain-text.ts';
import { context } from './blocks.ts';
import { moment } from './moment.ts';
import { triesWords } from './recovered.ts';
import { literally } from './text.ts';

/** Who has taken the alert on, so that nobody else needs to, or that nobody has any more. It comes by an edit, so it pings nobody. */
export function careLine(care: Care): readonly KnownBlock[] {
  const words = careWords(care);
  return words ? [context(words)] : [];
}

/** The same in mrkdwn; undefined where nobody has looked after it yet. */
function careWords({ acknowledged, reopened, recovered }: Care): string | undefined {
  if (recovered && acknowledged?.done === undefined) return recoveredWords(recovered);
  if (acknowledged) return acknowledgedWords(acknowledged);
  if (!reopened) return undefined;
  return reopened.until === undefined
    ? `↩️ Taken back by <@${reopened.by}> ${moment(reopened.at)}: nobody looks after it`
    : `⏰ Was snoozed by <@${reopened.by}> until ${moment(reopened.until)}: nobody looks after it`;
}

function recoveredWords({ at, tries }: Recovered): string {
  return `✅ ${triesWords(tries)} ${moment(at)}: nobody needs to look any more`;
}

function acknowledgedWords(acknowledged: Acknowledgement): string {
  const { by, at, until, done } = acknowledged;
  if (done !== undefined) {
    const line = done ? `: ${literally(oneLine(done), 1200)}` : '';
    return `✅ Done by <@${by}> ${moment(at)}${line}`;
  }
  if (until !== undefined) return `😴 Snoozed by <@${by}> until ${untilWords(acknowledged)}`;
  return `👍 Acknowledged by <@${by}> ${moment(at)}`;
}

/** Until when it is snoozed, and by which clock where that is not the presser's own. */
function untilWords({ until = 0, isUtc }: Pick<Acknowledgement, 'until' | 'isUtc'>): string {
  return `${moment(until)}${isUtc ? ' (08:00 UTC)' : ''}`;
}

/** Before the title of an alert, and of what repeats it. */
export function careSign({ acknowledged, recovered }: Care): string | undefined {
  if (recovered) return '✅';
  if (!acknowledged) return undefined;
  if (acknowledged.done !== undefined) return '✅';
  return acknowledged.until === undefined ? '👍' : '😴';
}

/** In a notification: who keeps others from having to look; empty where nobody does. */
export function careLead({ acknowledged, recovered }: Care): string {
  if (recovered && acknowledged?.done === undefined)
    return `${triesWords(recovered.tries)} since: `;
  if (!acknowledged) return '';
  const person = `<@${acknowledged.by}>`;
  if (acknowledged.done !== undefined) return `${person} is done with it: `;
  return acknowledged.until === undefined
    ? `${person} looks after it: `
    : `${person} has snoozed it: `;
}

/** On a card: who looks after how its operation ended, so that whoever asked knows that somebody does. */
export function lookedAfterLine(care: Care): readonly KnownBlock[] {
  const { acknowledged } = care;
  const isPlain =
    !care.recovered &&
    acknowledged &&
    acknowledged.done === undefined &&
    acknowledged.until === undefined;
  if (!isPlain) return careLine(care);
  return [context(`👍 <@${acknowledged.by}> looks after it since ${moment(acknowledged.at)}`)];
}

/** To who was slower, or came too late. */
export function takenWords({ stands, isTheirs }: Taken): string {
  const { by, at, until, done } = stands;
  if (done !== undefined) {
    const who = isTheirs ? 'You were' : `<@${by}> was`;
    return `✅ ${who} done with it ${moment(at)}. What is done stays done: nothing has been changed.`;
  }
  const isSnoozed = until !== undefined;
  if (isTheirs) {
    return isSnoozed
      ? `👍 You have snoozed it already, until ${untilWords(stands)}.`
      : `👍 You look after it already, since ${moment(at)}.`;
  }
  const what = isSnoozed
    ? `has snoozed it until ${untilWords(stands)}`
    : `looks after it since ${moment(at)}`;
  return `👍 <@${by}> was faster, and ${what}.`;
}
