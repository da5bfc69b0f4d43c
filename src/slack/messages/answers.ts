import type { CardChanged } from '../../asking/card-wishes.ts';
import type { Diagnosis, Examining } from '../../asking/doctor.ts';
import type { HistoryAnswer } from '../../asking/history.ts';
import type { ListAnswer } from '../../asking/list.ts';
import type { Forgotten } from '../../asking/refusals.ts';
import type { Searching } from '../../asking/searching.ts';
import type { Several } from '../../asking/several.ts';
import type { StatusAnswer, StatusSeen } from '../../asking/status.ts';
import type { StopAnswer } from '../../asking/stop.ts';
import type { MemoryTrouble } from '../../asking/store-in-time.ts';
import type { CardStands, WatchAnswer } from '../../asking/watch.ts';
import type { EndedStill } from '../../asking/watch-again.ts';
import type { Choice } from '../../asking/watches-here.ts';
import { locationName } from '../../watch/locations.ts';
import { verdictOf } from '../../watch/watch-record.ts';
import { COMMAND, type Command, USAGE } from '../commands/parse-command.ts';
import { context, section } from './blocks.ts';
import { diagnosisMessage } from './diagnosis.ts';
import { historyMessage } from './history-page.ts';
import { listMessage } from './list-page.ts';
import { literalRun, richText } from './literal.ts';
import { LIMITS, type Message } from './message.ts';
import { fullTitle } from './operation-words.ts';
import { sentenceRuns } from './sentence-runs.ts';
import { VERDICTS } from './signs.ts';
import { bounded, code, escaped } from './text.ts';
import { verdictSentence } from './verdict-sentence.ts';
import { asMarkup, asRuns } from './words.ts';

const PURPOSES: Readonly<Record<keyof typeof USAGE, string>> = {
  watch: 'shows a card here and keeps it up to date to the end',
  status: 'looks once and tells you alone',
  list: 'shows what is being watched here, for you, or anywhere',
  history: 'shows what has ended, how and why, and how long it took',
  stop: 'ends the watch here; the operation itself goes on',
  quiet: 'tells only its end and what goes wrong; `quiet off` tells all again',
  doctor: 'looks whether everything is in order, here and with me',
  help: 'shows this',
};

/** Something went wrong that is neither our memory's fault nor foreseen. */
export interface Broken {
  readonly kind: 'broken';
  /** The event under which it stands in the log. */
  readonly loggedAs: string;
}

/** To somebody who writes to the bot as to a person. */
interface Greeting {
  readonly kind: 'greeting';
  /** The command line that was probably meant. */
  readonly meant: string | undefined;
}

/** Slack did not let us open the form. */
interface NoForm {
  readonly kind: 'no-form';
}

/** An answer that the asker alone sees. */
export type Answer = OneAnswer | Several<OneAnswer>;

type OneAnswer =
  | WatchAnswer
  | StatusAnswer
  | Searching<WatchAnswer | EndedStill>
  | EndedStill
  | CardChanged
  | Searching<StatusAnswer>
  | ListAnswer
  | HistoryAnswer
  | Diagnosis
  | Examining
  | StopAnswer
  | Forgotten
  | Choice
  | Greeting
  | NoForm
  | Broken
  | Extract<Command, { kind: 'help' | 'unknown' | 'incomplete' }>;

/** What the asker is told; everything from outside in it is escaped. */
export function answerMessage(answer: Answer): Message {
  switch (answer.kind) {
    case 'begun':
    case 'joined':
      return said(
        `👀 Watching ${code(answer.reference.operationId, 140)} in ${escaped(locationName(answer.reference.location), 60)}. ` +
          'Its card appears here as soon as Azure shows it.',
      );
    case 'stands':
      return said(
        `It is being watched here already, for <@${answer.askedBy}>: ${standing(answer)}.`,
      );
    case 'several':
      return severalAnswers(answer);
    case 'ended-still':
      return endedStill(answer);
    case 'card-changed':
      return cardChanged(answer);
    case 'choice':
      return choiceAnswer(answer);
    case 'refused':
    case 'forgotten':
      return said(`🙅 ${escaped(answer.explanation, 2500)}`);
    case 'searching':
      return said(
        `🔎 Looking for ${code(answer.operationId, 140)} in ${escaped(answer.places.join(', '), 1000)} …`,
      );
    case 'status':
      return statusAnswer(answer);
    case 'diagnosis':
      return diagnosisMessage(answer);
    case 'examining':
      return said('🩺 Looking at everything …');
    case 'list':
      return listMessage(answer);
    case 'history':
      return historyMessage(answer);
    case 'stopped':
      return said(
        asMarkup([
          '⏹️ ',
          fullTitle(answer.record),
          ' is no longer watched here. The operation itself goes on.',
        ]),
      );
    case 'no-answer':
      return said(
        `🙅 Sorry, I could not do that, and nothing has been changed: ${memoryTrouble(answer.why)}`,
      );
    case 'uncertain':
      return said(
        '🤷 Sorry, my memory (Redis) broke off in the middle of that, so I can’t tell whether it was done. ' +
          `If it was, it shows shortly; ${commandLine('list')} tells, too. Asking again does no harm.` +
          (answer.why ? ` ${troubleLine(answer.why)}` : ''),
      );
    case 'broken':
      return said(
        '💥 Sorry, something in me broke that nobody had foreseen. Whoever runs me finds it in my log ' +
          `under ${code(answer.loggedAs, 60)}. Asking again does no harm.`,
      );
    case 'no-form':
      return said(
        `🙅 Sorry, Slack did not let me open the form. Please try again, or type it: ${commandLine(USAGE.watch)}`,
      );
    case 'greeting':
      return greetingAnswer(answer);
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

function severalAnswers({ answers }: Several<OneAnswer>): Message {
  const messages = answers.map(answerMessage);
  return {
    text: bounded(messages.map(({ text }) => text).join('\n'), LIMITS.text),
    blocks: messages.flatMap(({ blocks }) => blocks),
  };
}

const QUESTIONS: Readonly<Record<Choice['verb'], string>> = {
  stop: 'Which one shall I stop watching here?',
  status: 'Which one?',
  quiet: 'Of which one shall I tell only its end, and what goes wrong?',
  'quiet off': 'Of which one shall I tell everything again?',
};

function choiceAnswer({ verb, why, watches, total }: Choice): Message {
  const question = {
    unsaid: QUESTIONS[verb],
    several: 'Several are called so. Which one?',
    near: 'None here is called just so. Do you mean one of these?',
  }[why];
  const lines = watches.map(({ record, label }) => {
    const command = `${COMMAND} ${verb} ${record.reference.operationId}`;
    return richText([
      literalRun('• '),
      ...sentenceRuns(record, undefined, label),
      literalRun('\n'),
      literalRun(command, { code: true }),
    ]);
  });
  const more = total - lines.length;
  return {
    text: question,
    blocks: [
      section(question),
      ...lines,
      ...(more > 0 ? [context(`… and ${more} more: ${commandLine('list')} shows them.`)] : []),
    ],
  };
}

function standing(answer: CardStands): string {
  const title = escaped(fullTitle(answer.record), 300).replaceAll('|', '¦');
  if (answer.link) return `<${answer.link}|${title}>, where everything is told`;
  return `${title}; its card appears as soon as Azure shows it, and if that takes too long, I say so`;
}

function endedStill({ record }: EndedStill): Message {
  const { sign } = VERDICTS[verdictOf(record)];
  const { title, rest } = verdictSentence(record);
  const lead = 'It has ended already, so there is nothing left to watch. ';
  return said(asMarkup([`${lead}${sign} `, title, ...rest]));
}

function cardChanged({ record, isQuiet }: CardChanged): Message {
  const title = fullTitle(record);
  const again = `${COMMAND} quiet off ${record.reference.operationId}`;
  return said(
    asMarkup(
      isQuiet
        ? [
            '🔕 ',
            title,
            ': here I tell only how it ends, and what goes wrong. ',
            { kind: 'code', text: again },
            ' turns its notes on again.',
          ]
        : ['🔔 ', title, ': its notes are told here again.'],
    ),
  );
}

function commandLine(line: string): string {
  return code(`${COMMAND} ${line}`, 600);
}

function statusAnswer({ record }: StatusSeen): Message {
  const failed = record.trouble;
  if (failed) return said(`⚠️ I can't read it: ${escaped(failed.explanation, 2000)}`);
  const { sign } = VERDICTS[verdictOf(record)];
  const status = record.latest?.snapshot.status;
  const { title, rest } = verdictSentence(record);
  const words = [`${sign} `, title, ...rest];
  return {
    text: asMarkup(words, LIMITS.text),
    blocks: [
      richText(asRuns(words)),
      ...(status ? [context(`Azure says ${code(status, 60)}`)] : []),
    ],
  };
}

function memoryTrouble(why: MemoryTrouble | undefined): string {
  return why
    ? `my memory (Redis) is out of order. ${troubleLine(why)}`
    : 'my memory (Redis) did not come to it in time. Please ask again in a minute.';
}

/** Who reads it can't mend it, as a rule; but they know who can. */
function troubleLine({ problem, advice, passes }: MemoryTrouble): string {
  const next = passes ? 'Please ask again in a minute.' : `Please tell whoever runs me: ${advice}.`;
  return escaped(`${problem}. ${next}`, 600);
}

function helpAnswer(): Message {
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

function greetingAnswer({ meant }: Greeting): Message {
  const hint =
    meant === undefined
      ? `${commandLine('watch <operation>')} watches one, and ${commandLine('help')} shows the others.`
      : `Did you mean ${commandLine(meant)}? ${commandLine('help')} shows the others.`;
  return said(`👋 I understand commands, here or in a channel. ${hint}`);
}

function unknownAnswer(answer: Extract<Command, { kind: 'unknown' }>): Message {
  const hint =
    answer.meant === undefined
      ? `Try ${commandLine('help')}.`
      : `Did you mean ${commandLine(answer.meant)}?`;
  return said(`🤔 I don't know ${code(answer.typed, 300)}. ${hint}`);
}
