import { COMMAND, type Command, USAGE } from '../commands/parse-command.ts';
import type {
  CardStands,
  ListAnswer,
  Refusal,
  Searching,
  StatusAnswer,
  StatusSeen,
  StopAnswer,
  Uncertain,
  WatchAccepted,
  WatchAnswer,
} from '../desk.ts';
import { context, section } from './blocks.ts';
import { LIMITS, type Message } from './message.ts';
import { titleOf } from './operation-words.ts';
import { bounded, code, escaped } from './text.ts';
import { verdictSentence } from './verdict-sentence.ts';
import { VERDICTS } from './verdict-signs.ts';

const PURPOSES: Readonly<Record<keyof typeof USAGE, string>> = {
  watch: 'shows a card here and keeps it up to date to the end',
  status: 'looks once and tells you alone',
  list: 'shows what is being watched here, for you, or anywhere',
  stop: 'ends the watch here; the operation itself goes on',
  help: 'shows this',
};

/** An answer that the asker alone sees. */
export type Answer =
  | WatchAccepted
  | CardStands
  | Refusal
  | Searching<WatchAnswer>
  | Searching<StatusAnswer>
  | StatusSeen
  | ListAnswer
  | StopAnswer
  | Uncertain
  | { readonly kind: 'no-answer' }
  | Extract<Command, { kind: 'help' | 'unknown' | 'incomplete' }>;

/** What the asker is told; everything from outside in it is escaped. */
export function answerMessage(answer: Answer): Message {
  switch (answer.kind) {
    case 'begun':
    case 'joined':
      return said(
        `👀 Watching ${code(answer.reference.operationId, 140)} in ${escaped(answer.reference.location, 60)}. ` +
          'Its card appears here as soon as Azure shows it.',
      );
    case 'stands':
      return said(
        `It is being watched here already, for <@${answer.askedBy}>: ${standing(answer)}.`,
      );
    case 'refused':
      return said(`🙅 ${escaped(answer.explanation, 2500)}`);
    case 'searching':
      return said(
        `🔎 Looking for ${code(answer.operationId, 140)} in ${escaped(answer.places.join(', '), 1000)} …`,
      );
    case 'status':
      return statusAnswer(answer);
    case 'list':
      return listAnswer(answer);
    case 'stopped':
      return said(
        `⏹️ ${escaped(titleOf(answer.record), 200)} is no longer watched here. The operation itself goes on.`,
      );
    case 'no-answer':
      return said(
        '🙅 Sorry, I could not do that: my memory (Redis) does not answer. Nothing has been changed. ' +
          'Please ask again in a minute.',
      );
    case 'uncertain':
      return said(
        '🤷 Sorry, my memory (Redis) broke off in the middle of that, so I can’t tell whether it was done. ' +
          `If it was, it shows shortly; ${commandLine('list')} tells, too. Asking again does no harm.`,
      );
    case 'help':
      return helpAnswer();
    case 'unknown':
      return unknownAnswer(answer);
    case 'incomplete':
      return said(`🤔 ${escaped(answer.problem, 500)}\n${commandLine(answer.usage)}`);
    default:
      return answer satisfies never;
  }
}

function said(text: string): Message {
  return { text: bounded(text, LIMITS.section), blocks: [section(text)] };
}

function standing(answer: CardStands): string {
  const title = escaped(titleOf(answer.record), 200);
  if (answer.link) return `<${answer.link}|${title}>, where everything is told`;
  return `${title}; its card appears as soon as Azure shows it, and if that takes too long, I say so`;
}

function commandLine(line: string): string {
  return code(`${COMMAND} ${line}`, 600);
}

function statusAnswer({ record }: StatusSeen): Message {
  const sentence = verdictSentence(record);
  const failed = record.trouble;
  if (failed) return said(`⚠️ I can't read it: ${escaped(failed.explanation, 2000)}`);
  const { sign } = VERDICTS[record.outcome.verdict];
  const status = record.latest?.snapshot.status;
  const text = `${sign} ${sentence}`;
  return {
    text: bounded(text, LIMITS.text),
    blocks: [section(text), ...(status ? [context(`Azure says ${code(status, 60)}`)] : [])],
  };
}

function listAnswer({ scope, watches, total }: ListAnswer): Message {
  const where = { here: 'here', mine: 'for you', all: 'anywhere' }[scope];
  if (total === 0) return said(`Nothing is being watched ${where}.`);
  const lines = watches.map(({ record, channel, link }) => {
    const sentence = verdictSentence(record);
    const label = record.cards.find((card) => card.channel === channel)?.label;
    const named = label ? `“${escaped(label, 100)}” ` : '';
    const place = scope === 'here' ? '' : ` (in <#${channel}>)`;
    const text = sentence.replaceAll(/\s+/g, ' ').replaceAll('|', '¦');
    return `• ${named}${link ? `<${link}|${text}>` : text}${place}`;
  });
  const more = total - lines.length;
  const title = `Being watched ${where}: ${total}`;
  return {
    text: title,
    blocks: [
      section(`*${title}*`),
      ...lines.map((line) => section(line)),
      ...(more > 0 ? [context(`… and ${more} more`)] : []),
    ],
  };
}

function helpAnswer(): Message {
  const words = Object.keys(PURPOSES) as (keyof typeof PURPOSES)[];
  const lines = words.map((word) => `• ${commandLine(USAGE[word])} ${PURPOSES[word]}`);
  return said(
    [
      'I watch operations of Azure Database for MySQL to their end, so that nobody has to.',
      ...lines,
      '`&lt;operation&gt;` is the URL from the `Azure-AsyncOperation` or `Location` response header, an ARM id, or the bare operation id.',
      `For example: ${commandLine('watch 8f2c7c1e-5b0a-4d55-9a0b-3c6f1f0f6c11 in westeurope as nightly backup')}`,
    ].join('\n'),
  );
}

function unknownAnswer(answer: Extract<Command, { kind: 'unknown' }>): Message {
  const hint =
    answer.meant === undefined
      ? `Try ${commandLine('help')}.`
      : `Did you mean ${commandLine(answer.meant)}?`;
  return said(`🤔 I don't know ${code(answer.typed, 300)}. ${hint}`);
}
