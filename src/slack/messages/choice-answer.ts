import type { Choice } from '../../asking/watches-here.ts';
import { COMMAND } from '../commands/command.ts';
import { context, section } from './blocks.ts';
import { commandLine } from './command-line.ts';
import { literalRun, richText } from './literal.ts';
import type { Message } from './message.ts';
import { sentenceRuns } from './sentence-runs.ts';

const QUESTIONS: Readonly<Record<Choice['verb'], string>> = {
  stop: 'Which one shall I stop watching here?',
  status: 'Which one?',
  quiet: 'Of which one shall I tell only its end, and what goes wrong?',
  'quiet off': 'Of which one shall I tell everything again?',
};

/** Asks which one is meant, with the command of each. */
export function choiceAnswer({ verb, why, watches, total }: Choice): Message {
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
