import { causeOf, consequencesOf } from '../../watch/cause.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { reasonLine } from '../../words/cause-words.ts';

/** Each cause, below it what it led to, and last what is around all; not escaped. */
export function errorTree({ latest }: WatchRecord): string {
  const error = latest?.snapshot.error;
  const lines = consequencesOf(error).map(({ depth, count, ...reason }) => {
    const times = count > 1 ? ` (${count} times)` : '';
    return `${'  '.repeat(depth)}${depth > 0 ? 'in ' : ''}${reasonLine(reason)}${times}`;
  });
  const { outermost } = causeOf(error) ?? {};
  const around = outermost ? [`in all: ${reasonLine(outermost)}`] : [];
  return [...lines, ...around].join('\n');
}
