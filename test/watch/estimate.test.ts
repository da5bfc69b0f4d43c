import { describe, expect, it } from 'vitest';
import { estimateOf } from '../../src/watch/estimate.ts';
import type { Snapshot } from '../../src/watch/snapshot.ts';
import type { LiveWatch } from '../../src/watch/watch-record.ts';
import {
  backup,
  begun,
  GIB,
  HOUR,
  MINUTE,
  play,
  SERVER_ID,
  START,
  seen,
  snapshotReading,
} from './build-record.ts';
import { live } from './live.ts';

const EARLIER = { runs: 7, usual: [1500, 2400], likely: [1200, 3000] } as const;

/** A backup that is seen every minute at these percentages, from its start on. */
function seenAt(percents: readonly number[], more: Partial<Snapshot> = {}): LiveWatch {
  const at = (percent: number): Partial<Snapshot> => ({
    percent,
    startedAt: START,
    serverId: SERVER_ID,
    work: backup(percent * GIB, 100 * GIB),
    ...more,
  });
  const [first = 0, ...rest] = percents;
  const readings = rest.map(
    (percent, index) => [(index + 1) * MINUTE, snapshotReading(at(percent))] as const,
  );
  return live(play(seen(at(first)), readings).record);
}

function likeEarlier(record: LiveWatch): LiveWatch {
  return { ...record, earlier: { runs: 7, usual: [1500, 2400], likely: [1200, 3000] } };
}

/** In minutes from the start. */
function range(record: LiveWatch): readonly [number, number] | undefined {
  const estimate = estimateOf(record);
  if (estimate?.kind !== 'range') return undefined;
  return [(estimate.fromAt - START) / MINUTE, (estimate.toAt - START) / MINUTE];
}

const counting = (from: number, to: number, by = 1) =>
  Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);

describe('the estimate', () => {
  it('holds the end of an operation that goes on at its rate', () => {
    const [from = 0, to = 0] = range(seenAt(counting(0, 50))) ?? [];
    expect(from).toBeGreaterThan(80);
    expect(from).toBeLessThan(100);
    expect(to).toBeGreaterThan(100);
    expect(to).toBeLessThan(140);
  });

  it('narrows as the end comes near', () => {
    const width = (record: LiveWatch) => {
      const [from = 0, to = 0] = range(record) ?? [];
      return to - from;
    };
    expect(width(seenAt(counting(0, 90)))).toBeLessThan(width(seenAt(counting(0, 50))) / 2);
  });

  it.each<[string, LiveWatch]>([
    ['nothing was seen', begun()],
    ['it was seen once', seenAt([0])],
    ['nothing is done', seenAt(counting(0, 30).map(() => 0))],
    ['hardly anything is done', seenAt([0, 0.2, 0.5, 0.8, 1.1])],
    ['all is done, and yet it goes on', seenAt([...counting(0, 100, 10), 100, 100])],
    ['it is being cancelled', seenAt(counting(0, 50), { status: 'CancelInProgress' })],
    [
      'its rate is all over the place',
      seenAt([0, 1, 2, 40, 41, 41.1, 41.2, 41.3, 41.4, 41.5, 41.6]),
    ],
  ])('is silent where it would be a guess: %s', (_why, record) => {
    expect(estimateOf(record)).toBeUndefined();
  });

  it('is silent while the operation stands still', () => {
    expect(estimateOf(seenAt([...counting(0, 50), ...counting(0, 20).map(() => 50)]))).toBe(
      undefined,
    );
  });

  it('begins anew where the progress runs backwards', () => {
    const before = [...counting(0, 60, 2)];
    expect(range(seenAt(before))).toBeDefined();
    expect(range(seenAt([...before, 10]))).toBeUndefined();
    const [from = 0, to = 0] = range(seenAt([...before, ...counting(10, 40)])) ?? [];
    // 30 minutes, then 90 more at 1 % a minute.
    expect(from).toBeLessThan(121);
    expect(to).toBeGreaterThan(121);
  });

  it('counts what was done before anybody looked', () => {
    const late = { startedAt: START - HOUR };
    const [from = 0, to = 0] = range(seenAt([60, 61, 62, 63], late)) ?? [];
    expect(from).toBeLessThan(40);
    expect(to).toBeGreaterThan(40);
  });

  it('does not count the time before the first byte', () => {
    const [from = 0, to = 0] =
      range(seenAt([...counting(0, 60).map(() => 0), ...counting(2, 50, 2)])) ?? [];
    expect(from).toBeLessThan(111);
    expect(to).toBeGreaterThan(111);
    expect(to).toBeLessThan(135);
  });
});

describe('with earlier runs of the same server', () => {
  it('is there from the first look on', () => {
    expect(range(likeEarlier(seenAt([0])))).toEqual([20, 50]);
  });

  it('is drawn towards them', () => {
    const record = seenAt(counting(0, 50, 2));
    const [, alone = 0] = range(record) ?? [];
    const [, together = 0] = range(likeEarlier(record)) ?? [];
    expect(together).toBeLessThan(alone);
    expect(together).toBeGreaterThan(50);
  });

  it('goes by its own rate where that contradicts them', () => {
    // 200 minutes in all, where 20 to 50 are usual.
    const record = seenAt(counting(0, 20, 0.5));
    expect(range(likeEarlier(record))).toEqual(range(record));
  });

  it('says since when it is overdue, where its own progress tells nothing', () => {
    const record = likeEarlier(seenAt(counting(0, 62).map(() => 0)));
    expect(estimateOf(record)).toEqual({
      kind: 'overdue',
      by: 'earlier',
      sinceAt: START + EARLIER.likely[1] * 1000,
    });
  });
});

describe('Azure’s own estimate', () => {
  const importing = (endsAt: number) => ({
    work: { kind: 'import', estimatedEndAt: START + endsAt } as const,
  });

  it('is overdue once it has passed, where our own tells nothing', () => {
    expect(estimateOf(seenAt([5, 5, 5], importing(MINUTE)))).toEqual({
      kind: 'overdue',
      by: 'azure',
      sinceAt: START + MINUTE,
    });
    expect(estimateOf(seenAt([5, 5, 5], importing(HOUR)))).toBeUndefined();
  });
});
