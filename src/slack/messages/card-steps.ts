import type { KnownBlock } from '@slack/types';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { percent } from '../../words/figures.ts';
import { bounded, oneLine } from '../../words/plain-text.ts';
import { literalRun, richText } from './literal.ts';

const STEPS_SHOWN = 8;

/** The parts of which Azure tells, a line each; none where it tells of none. */
export function stepsBlocks({ latest }: WatchRecord): readonly KnownBlock[] {
  const { steps: all = [], moreSteps = 0 } = latest?.snapshot ?? {};
  if (all.length === 0) return [];
  const lines = all.slice(0, STEPS_SHOWN).map(({ name, status, percent: value, depth }) => {
    const share = value === undefined ? '' : `, ${percent(value)}`;
    const called = bounded(oneLine(name ?? ''), 80) || 'Step';
    return `${'   '.repeat(depth)}• ${called}: ${bounded(oneLine(status), 60)}${share}`;
  });
  const more = all.length - lines.length + moreSteps;
  const shown = [...lines, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n');
  return [richText([literalRun(shown)])];
}
