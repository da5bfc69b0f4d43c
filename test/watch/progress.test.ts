import { describe, expect, it } from 'vitest';
import {
  averageRate,
  durationMs,
  estimatedEnd,
  progressOf,
  recentRate,
} from '../../src/watch/progress.ts';
import type { Snapshot } from '../../src/watch/snapshot.ts';
import {
  backup,
  begun,
  failure,
  GIB,
  MINUTE,
  play,
  SECOND,
  START,
  seen,
  snapshot,
  snapshotReading,
} from './build-record.ts';
import { live } from './live.ts';

const HOUR = 60 * MINUTE;

function running(given: Partial<Snapshot>, ...more: readonly Partial<Snapshot>[]) {
  const readings = more.map(
    (next, index) => [(index + 1) * MINUTE, snapshotReading(next)] as const,
  );
  return live(play(seen(given), readings).record);
}

describe('progress', () => {
  it.each([
    [42, 42],
    [0, 0],
    [100.00000141201961, 100],
    [-3, 0],
  ])('of %d percent is shown as %d', (percent, shown) => {
    expect(progressOf(snapshot({ percent })).percent).toBe(shown);
  });

  it('is worked out of bytes where Azure sends no percentage', () => {
    expect(progressOf(snapshot({ work: backup(25, 100) }))).toEqual({
      percent: 25,
      doneBytes: 25,
      totalBytes: 100,
    });
  });

  it('believes Azure’s percentage before the bytes', () => {
    expect(progressOf(snapshot({ percent: 10, work: backup(25, 100) })).percent).toBe(10);
  });

  it('stays within 100 where more was transferred than there is', () => {
    expect(progressOf(snapshot({ work: backup(110, 100) })).percent).toBe(100);
  });

  it.each([
    ['nothing is known', {}],
    ['the size is 0', { work: backup(0, 0) }],
    ['the size is unknown', { work: { kind: 'backup', doneBytes: 5 } }],
    ['it is an import', { work: { kind: 'import' } }],
  ] satisfies [string, Partial<Snapshot>][])('has no percentage where %s', (_why, given) => {
    expect(progressOf(snapshot(given)).percent).toBeUndefined();
  });
});

function seenAt(at: number) {
  return { latest: { snapshot: snapshot(), at, trace: {} } };
}

describe('the recent rate', () => {
  it('is what was transferred since the trail began', () => {
    expect(
      recentRate({
        ...seenAt(10 * SECOND),
        trail: [
          [0, 100],
          [5 * SECOND, 150],
          [10 * SECOND, 300],
        ],
      }),
    ).toBe(20);
  });

  it.each<[string, [number, number][]]>([
    ['nothing was seen', []],
    ['one point was seen', [[0, 5]]],
    [
      'no time has passed',
      [
        [0, 5],
        [0, 9],
      ],
    ],
  ])('can’t be told while %s', (_why, trail) => {
    expect(recentRate({ ...seenAt(0), trail })).toBeUndefined();
  });

  it('begins anew when the count runs backwards', () => {
    const record = running(
      { work: backup(50 * GIB, 100 * GIB) },
      { work: backup(10 * GIB, 100 * GIB) },
      { work: backup(16 * GIB, 100 * GIB) },
    );
    expect(recentRate(record)).toBe((6 * GIB) / 60);
  });

  it('falls while the count does not move', () => {
    const still = Array.from({ length: 9 }, () => ({ work: backup(600, 10_000) }));
    expect(recentRate(running({ work: backup(0, 10_000) }, ...still))).toBe(600 / (9 * 60));
  });

  it('forgets how fast it was long ago', () => {
    const slow = Array.from({ length: 20 }, (_, index) => ({ work: backup(index + 1, 10_000) }));
    const fast = Array.from({ length: 20 }, (_, index) => ({
      work: backup(20 + (index + 1) * 60, 10_000),
    }));
    expect(recentRate(running({ work: backup(0, 10_000) }, ...slow, ...fast))).toBe(1);
  });
});

describe('the estimated end', () => {
  it('is Azure’s own for an import', () => {
    const record = seen({ work: { kind: 'import', estimatedEndAt: START + HOUR } });
    expect(estimatedEnd(record)).toEqual({ at: START + HOUR, by: 'azure' });
  });

  it('is ours from the recent rate for a backup', () => {
    const record = running({ work: backup(0, 10 * GIB) }, { work: backup(GIB, 10 * GIB) });
    expect(estimatedEnd(record)).toEqual({ at: START + 10 * MINUTE, by: 'rate' });
  });

  it.each([
    ['nothing was read', begun()],
    ['the rate is not known yet', seen({ work: backup(GIB, 10 * GIB) })],
    ['Azure gives no estimate', seen({ work: { kind: 'import' } })],
    ['all is transferred', running({ work: backup(0, GIB) }, { work: backup(2 * GIB, GIB) })],
    ['it is of a kind without figures', seen()],
  ])('is unknown where %s', (_why, record) => {
    expect(estimatedEnd(record)).toBeUndefined();
  });
});

describe('the duration', () => {
  it('runs from Azure’s start to the last look', () => {
    const { record } = play(seen({ startedAt: START - HOUR }), [
      [MINUTE, snapshotReading({ startedAt: START - HOUR })],
      [2 * MINUTE, failure('transient')],
    ]);
    expect(durationMs(record)).toBe(HOUR + 2 * MINUTE);
  });

  it('runs to Azure’s end where it told one', () => {
    const times = { startedAt: START - HOUR, endedAt: START - MINUTE };
    const { record } = play(begun(), [[0, snapshotReading({ status: 'Succeeded', ...times })]]);
    expect(durationMs(record)).toBe(HOUR - MINUTE);
  });

  it('runs to our verdict where Azure told no end', () => {
    const { record } = play(begun(), [
      [0, snapshotReading({ status: 'Succeeded', startedAt: START - HOUR })],
    ]);
    expect(durationMs(record)).toBe(HOUR);
  });

  it('is never negative, whatever clocks say', () => {
    expect(durationMs(seen({ startedAt: START + HOUR }))).toBe(0);
  });

  it('is unknown where Azure told no start', () => {
    expect(durationMs(seen())).toBeUndefined();
    expect(durationMs(begun())).toBeUndefined();
  });
});

describe('the average rate', () => {
  it('is what was transferred over the whole duration', () => {
    const { record } = play(begun(), [
      [
        0,
        snapshotReading({
          status: 'Succeeded',
          startedAt: START - 100 * SECOND,
          work: backup(500, 500),
        }),
      ],
    ]);
    expect(averageRate(record)).toBe(5);
  });

  it.each([
    ['nothing was read', begun()],
    ['the start is unknown', seen({ work: backup(5, 10) })],
    ['nothing was transferred', seen({ startedAt: START - HOUR, work: backup(0, 10) })],
    ['no time has passed', seen({ startedAt: START, work: backup(5, 10) })],
  ])('is unknown where %s', (_why, record) => {
    expect(averageRate(record)).toBeUndefined();
  });
});
