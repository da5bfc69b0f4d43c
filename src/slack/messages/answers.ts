import type { Taken } from '../../asking/acknowledge.ts';
import type { AuditAnswer } from '../../asking/audit.ts';
import type { CardChanged } from '../../asking/card-wishes.ts';
import type { DefaultsAnswer } from '../../asking/channel-defaults.ts';
import type { Diagnosis, Examining } from '../../asking/doctor.ts';
import type { HistoryAnswer } from '../../asking/history.ts';
import type { ListAnswer } from '../../asking/list.ts';
import type { Forgotten } from '../../asking/refusals.ts';
import type { Searching } from '../../asking/searching.ts';
import type { Several } from '../../asking/several.ts';
import type { StatusAnswer } from '../../asking/status.ts';
import type { StopAnswer } from '../../asking/stop.ts';
import type { SupportAnswer } from '../../asking/support.ts';
import type { CardStands, WatchAnswer } from '../../asking/watch.ts';
import type { EndedStill } from '../../asking/watch-again.ts';
import type { Choice } from '../../asking/watches-here.ts';
import { locationName } from '../../watch/locations.ts';
import { verdictOf } from '../../watch/watch-record.ts';
import { fullTitle } from '../../words/operation-words.ts';
import { bounded } from '../../words/plain-text.ts';
import { VERDICTS } from '../../words/signs.ts';
import { verdictSentence } from '../../words/verdict-sentence.ts';
import { COMMAND, type Command, USAGE } from '../commands/command.ts';
import { auditMessage } from './audit-page.ts';
import { takenWords } from './care-words.ts';
import { choiceAnswer } from './choice-answer.ts';
import { commandLine } from './command-line.ts';
import { defaultsAnswer } from './defaults-answer.ts';
import { diagnosisMessage } from './diagnosis.ts';
import { type Greeting, greetingAnswer, helpAnswer, unknownAnswer } from './help.ts';
import { historyMessage } from './history-page.ts';
import { listMessage } from './list-page.ts';
import { askerMarkup, asMarkup } from './markup.ts';
import { memoryTrouble, troubleLine } from './memory-trouble.ts';
import { LIMITS, type Message } from './message.ts';
import { said } from './said.ts';
import { statusAnswer } from './status-answer.ts';
import { supportAnswer } from './support-answer.ts';
import { code, escaped } from './text.ts';

/** Something went wrong that is neither our memory's fault nor foreseen. */
export interface Broken {
  readonly kind: 'broken';
  /** The event under which it stands in the log. */
  readonly loggedAs: string;
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
  | AuditAnswer
  | DefaultsAnswer
  | Diagnosis
  | Examining
  | StopAnswer
  | SupportAnswer
  | Forgotten
  | Taken
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
        `👀 Watching ${code(answer.reference.operationId, 140)} in ${escaped(locationName(answer.reference.location), 60)}${answer.isUsualPlace ? ', as is usual in this channel' : ''}. ` +
          'Its card appears here as soon as Azure shows it.',
      );
    case 'stands':
      return said(
        `It is being watched here already, for ${askerMarkup(answer.askedBy)}: ${standing(answer)}.`,
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
    case 'taken':
      return said(takenWords(answer));
    case 'searching':
      return said(
        `🔎 Looking for ${code(answer.operationId, 140)} in ${escaped(answer.places.join(', '), 1000)} …`,
      );
    case 'status':
      return statusAnswer(answer);
    case 'defaults':
      return defaultsAnswer(answer);
    case 'diagnosis':
      return diagnosisMessage(answer);
    case 'examining':
      return said('🩺 Looking at everything …');
    case 'list':
      return listMessage(answer);
    case 'audit':
      return auditMessage(answer);
    case 'history':
      return historyMessage(answer);
    case 'support':
      return supportAnswer(answer);
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

function severalAnswers({ answers }: Several<OneAnswer>): Message {
  const messages = answers.map(answerMessage);
  return {
    text: bounded(messages.map(({ text }) => text).join('\n'), LIMITS.text),
    blocks: messages.flatMap(({ blocks }) => blocks),
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
