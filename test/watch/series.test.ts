import { describe, expect, it } from 'vitest';
import { earlierOf, type Run, runOf, seriesOf } from '../../src/watch/series.ts';
import type { Snapshot } from '../../src/watch/snapshot.ts';
import {
  backup,
  GIB,
  gone,
  MINUTE,
  play,
  SERVER_ID,
  START,
  seen,
  snapshot,
  snapshotReading,
} from './build-record.ts';

function run(minutes: number, more: Partial<Run> = {}): Run {
  return { verdict: 'succeeded', at: START, tookMs: minutes * MINUTE, ...more };
}

function ended(given: Partial<Snapshot>) {
  return play(seen(), [[41 * MINUTE, snapshotReading(given)]]).record;
}

describe('a series', () => {
  it('is a server and a kind of work, however Azure writes the server’s id', () => {
    const one = seriesOf(snapshot({ serverId: SERVER_ID, work: backup(1, 2) }));
    expect(seriesOf(snapshot({ serverId: SERVER_ID.toUpperCase(), work: backup(5, 9) }))).toEqual(
      one,
    );
    expect(seriesOf(snapshot({ serverId: SERVER_ID, work: { kind: 'import' } }))).not.toEqual(one);
  });

  it.each<[string, Partial<Snapshot>]>([
    ['the server', { work: backup(1, 2) }],
    ['the kind of work', { serverId: SERVER_ID }],
  ])('is none where Azure has not named %s', (_what, given) => {
    expect(seriesOf(snapshot(given))).toBeUndefined();
  });
});

describe('a run', () => {
  const done = {
    status: 'Succeeded',
    startedAt: START,
    endedAt: START + 40 * MINUTE,
    work: backup(3 * GIB, 3 * GIB),
  };

  it('is remembered in Azure’s own figures, so that a second watch of it adds none', () => {
    const run = { verdict: 'succeeded', at: done.endedAt, tookMs: 40 * MINUTE, bytes: 3 * GIB };
    expect(runOf(ended(done))).toEqual(run);
    const again = play(seen(), [[900 * MINUTE, snapshotReading(done)]]).record;
    expect(runOf(again)).toEqual(run);
  });

  it.each([
    ['goes on', seen({ ...done, status: 'InProgress', endedAt: undefined })],
    ['is gone', gone({ startedAt: START })],
    ['ended at a time that Azure did not tell', ended({ ...done, endedAt: undefined })],
  ])('is not remembered of an operation that %s', (_how, record) => {
    expect(runOf(record)).toBeUndefined();
  });
});

describe('earlier runs', () => {
  it('tell nothing while they are fewer than three, and those that failed are none', () => {
    expect(earlierOf([])).toEqual({ runs: 0 });
    expect(earlierOf([run(20), run(30), run(25, { verdict: 'failed' })])).toEqual({ runs: 2 });
  });

  it('tell how long it takes as a rule, without the odd one out', () => {
    const runs = [30, 22, 35, 41, 28, 24, 33, 27, 38, 31, 240].map((minutes) => run(minutes));
    const { runs: count, usual } = earlierOf(runs);
    expect(count).toBe(11);
    expect(usual).toEqual([24 * 60, 41 * 60]);
  });

  it('tell a wider range for the next one the fewer they are', () => {
    const width = (minutes: readonly number[]) => {
      const [from, to] = earlierOf(minutes.map((each) => run(each))).likely ?? [1, 1];
      return to / from;
    };
    expect(width([25, 30, 35])).toBeGreaterThan(width([25, 30, 35, 25, 30, 35, 25, 30, 35]));
  });

  it('expect a server that has grown to take longer, and say as usual what was usual', () => {
    const runs = [20, 21, 22, 20].map((minutes) => run(minutes, { bytes: 50 * GIB }));
    const { usual, likely: [from = 0, to = 0] = [] } = earlierOf(runs, 100 * GIB);
    expect(usual?.[1]).toBeLessThan(23 * 60);
    expect(from).toBeGreaterThan(35 * 60);
    expect(to).toBeLessThan(50 * 60);
  });
});
