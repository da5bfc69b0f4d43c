import type { StatusSeen } from '../../asking/status.ts';
import { verdictOf } from '../../watch/watch-record.ts';
import { VERDICTS } from '../../words/signs.ts';
import { verdictSentence } from '../../words/verdict-sentence.ts';
import { context } from './blocks.ts';
import { richText } from './literal.ts';
import { asMarkup, asRuns } from './markup.ts';
import { LIMITS, type Message } from './message.ts';
import { said } from './said.ts';
import { code, escaped } from './text.ts';

/** How an operation stands, for who looks once. */
export function statusAnswer({ record }: StatusSeen): Message {
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
