import type { DefaultsAnswer } from '../../asking/channel-defaults.ts';
import { commandLine } from './command-line.ts';
import type { Message } from './message.ts';
import { moment } from './moment.ts';
import { said } from './said.ts';
import { literally } from './text.ts';

/** What a channel's operations have in common, and how that is changed. */
export function defaultsAnswer(answer: DefaultsAnswer): Message {
  const { defaults, isChanged } = answer;
  if (!defaults) {
    const lead = isChanged
      ? '🧹 This channel has no defaults any more.'
      : 'This channel has no defaults.';
    const example = commandLine('defaults in East US on prod notes off');
    return said(`${lead} ${example} sets them, or any of the three.`);
  }
  const { changedBy, changedAt } = defaults;
  return said(
    [
      `${isChanged ? '✅' : '🧭'} In this channel, unless somebody says otherwise:`,
      `• ${placeLine(answer)}`,
      defaults.isQuiet
        ? '• A new card’s thread tells only how it ends, and what goes wrong.'
        : '• A new card’s thread tells everything.',
      `Set by <@${changedBy}> ${moment(changedAt)}. ${commandLine('defaults clear')} forgets all of it.`,
    ].join('\n'),
  );
}

function placeLine({ defaults, location, subscription }: DefaultsAnswer): string {
  const gone =
    defaults?.subscription !== undefined && subscription === undefined
      ? ' The subscription that was set is no longer among those that I may read.'
      : '';
  const where = [
    ...(location === undefined ? [] : [`in *${literally(location, 80)}*`]),
    ...(subscription === undefined ? [] : [`in the subscription *${literally(subscription, 80)}*`]),
  ];
  if (where.length === 0) return `An id alone is looked for wherever I may read.${gone}`;
  return `An id alone is looked for ${where.join(', ')}.${gone}`;
}
