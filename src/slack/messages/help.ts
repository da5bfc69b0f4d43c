import { COMMAND, type Command, USAGE } from '../commands/command.ts';
import { commandLine } from './command-line.ts';
import type { Message } from './message.ts';
import { said } from './said.ts';
import { code } from './text.ts';

const PURPOSES: Readonly<Record<keyof typeof USAGE, string>> = {
  watch: 'shows a card here and keeps it up to date to the end',
  status: 'looks once and tells you alone',
  list: 'shows what is being watched here, for you, or anywhere; or what nobody looks after',
  history: 'shows what has ended, how and why, and how long it took',
  stop: 'ends the watch here; the operation itself goes on',
  quiet: 'tells only its end and what goes wrong; `quiet off` tells all again',
  defaults:
    'shows or sets where the operations of this channel usually run, and whether notes are told',
  doctor: 'looks whether everything is in order, here and with me',
  audit: 'shows who has changed what, to those whom ADMINS names',
  help: 'shows this',
};

/** To somebody who writes to the bot as to a person. */
export interface Greeting {
  readonly kind: 'greeting';
  /** The command line that was probably meant. */
  readonly meant: string | undefined;
}

/** All that can be said to the bot. */
export function helpAnswer(): Message {
  const words = Object.keys(PURPOSES) as (keyof typeof PURPOSES)[];
  const lines = words.map((word) => `• ${commandLine(USAGE[word])} ${PURPOSES[word]}`);
  return said(
    [
      'I watch operations of Azure Database for MySQL to their end, so that nobody has to.',
      ...lines,
      `• \`${COMMAND}\` alone opens a form; so does the shortcut *Watch an operation*. On a message, *Watch this operation* watches what it names.`,
      '`&lt;operation&gt;` is the URL from the `Azure-AsyncOperation` or `Location` response header, an ARM id, or the bare operation id; ' +
        'paste whatever it stands in, and several at once if you like.',
      `For example: ${commandLine('watch 8f2c7c1e-5b0a-4d55-9a0b-3c6f1f0f6c11 in westeurope as nightly backup')}`,
    ].join('\n'),
  );
}

export function greetingAnswer({ meant }: Greeting): Message {
  const hint =
    meant === undefined
      ? `${commandLine('watch <operation>')} watches one, and ${commandLine('help')} shows the others.`
      : `Did you mean ${commandLine(meant)}? ${commandLine('help')} shows the others.`;
  return said(`👋 I understand commands, here or in a channel. ${hint}`);
}

export function unknownAnswer(answer: Extract<Command, { kind: 'unknown' }>): Message {
  const hint =
    answer.meant === undefined
      ? `Try ${commandLine('help')}.`
      : `Did you mean ${commandLine(answer.meant)}?`;
  return said(`🤔 I don't know ${code(answer.typed, 300)}. ${hint}`);
}
