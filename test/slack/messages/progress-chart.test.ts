import { describe, expect, it } from 'vitest';
import { noteMessage } from '../../../src/slack/messages/note.ts';
import { progressChart } from '../../../src/slack/messages/progress-chart.ts';
import type { WatchRecord } from '../../../src/watch/watch-record.ts';
import { MINUTE, play, START, seen, snapshotReading } from '../../watch/build-record.ts';
import { read } from './read-message.ts';

/** Seen every minute at these percentages, and then at its end. */
function ended(
  percents: readonly number[],
  end: { status: string; percent?: number },
): WatchRecord {
  const [first = 0, ...rest] = percents;
  const readings = rest.map(
    (percent, index) => [(index + 1) * MINUTE, snapshotReading({ percent })] as const,
  );
  const last = percents.length * MINUTE;
  const ending = snapshotReading({ ...end, startedAt: START, endedAt: START + last });
  return play(seen({ percent: first }), [...readings, [last, ending]]).record;
}

const counting = (from: number, to: number, by: number) =>
  Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);
const standing = (percent: number, minutes: number) =>
  Array.from({ length: minutes }, () => percent);

describe('the chart of a progress', () => {
  it('shows where it ran and where it stood', () => {
    const paused = [...counting(0, 44, 4), ...standing(44, 8), ...counting(48, 96, 4)];
    const record = ended(paused, { status: 'Succeeded', percent: 100 });
    expect(progressChart(record)).toBe(
      '▂▃▄▄▄▄▅▆▇█ 0 → 100 % in 33 min, longest pause 8 min at 44 %',
    );
  });

  it('tells no pause of what went on all the time', () => {
    const record = ended(counting(0, 98, 2), { status: 'Succeeded', percent: 100 });
    expect(progressChart(record)).toBe('▁▂▃▄▅▅▆▇██ 0 → 100 % in 50 min');
  });

  it('shows how far a failed one came, though Azure sets that back to 0', () => {
    const record = ended(counting(10, 60, 5), { status: 'Failed', percent: 0 });
    expect(progressChart(record)).toMatch(/ 10 → 60 % in 10 min$/);
  });

  it.each([
    ['it was seen at its end alone', ended([0], { status: 'Succeeded', percent: 100 })],
    ['nothing was done', ended(standing(0, 20), { status: 'Failed' })],
    ['it goes on', seen({ percent: 50 })],
  ])('is not there where %s', (_why, record) => {
    expect(progressChart(record)).toBeUndefined();
  });

  it('stands under the note of the end, and under no other', () => {
    const record = ended(counting(0, 98, 2), { status: 'Succeeded', percent: 100 });
    const [card] = record.cards;
    if (!card) throw new Error('There is no card');
    expect(read(noteMessage(record, { kind: 'ended', at: START }, card))).toContain('▁▂▃▄▅');
    const stopped = { kind: 'stopped', at: START, by: card.askedBy } as const;
    expect(read(noteMessage(record, stopped, card))).not.toContain('▁');
  });
});
