import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WatchPolicy } from '../../src/watch/policy.ts';
import { estimatedEnd } from '../../src/watch/progress.ts';
import { snapshotPauseMs } from '../../src/watch/rhythm.ts';
import type { Snapshot } from '../../src/watch/snapshot.ts';
import type { LiveWatch } from '../../src/watch/watch-record.ts';
import {
  backup,
  begun,
  DAY,
  GIB,
  HOUR,
  MINUTE,
  POLICY,
  play,
  SECOND,
  START,
  seen,
  snapshotReading,
} from './build-record.ts';
import { live } from './live.ts';
import { conditionsOf } from './odd-lives.ts';

/** What Azure says of an import that should end so long after the start. */
function endingAfter(ms: number): Partial<Snapshot> {
  return { work: { kind: 'import', estimatedEndAt: START + ms } };
}

/** A watch whose pauses have grown to POLL_MAX. */
function grown(given: Partial<Snapshot> = {}): LiveWatch {
  return { ...seen(given), intervalMs: POLICY.pollMaxMs };
}

/** The pause after a snapshot that is taken a minute after the start. */
function pauseAfter(
  given: Partial<Snapshot>,
  { record = grown(), policy = POLICY, retryAfterMs = 0 } = {},
): number {
  const { record: next } = play(
    record,
    [[MINUTE, snapshotReading(given, { retryAfterMs })]],
    policy,
  );
  return live(next).nextReadAt - (START + MINUTE);
}

/** Takes what is said at each moment, whenever it is due, and tells when that was. */
function readTimes(
  sayAt: (at: number) => Partial<Snapshot>,
  until: number,
  policy: WatchPolicy = POLICY,
): readonly number[] {
  const times: number[] = [];
  let record = begun();
  while (record.nextReadAt - START <= until) {
    if (times.length > 1000) throw new Error('Its pauses have become too short');
    const at = record.nextReadAt - START;
    times.push(at);
    record = live(play(record, [[at, snapshotReading(sayAt(at))]], policy).record);
  }
  return times;
}

function pausesOf(times: readonly number[]): readonly number[] {
  return times.slice(1).map((at, index) => at - (times[index] ?? 0));
}

describe('the pause, by how far away the estimated end is', () => {
  it.each([
    [-DAY, 60 * SECOND],
    [-240 * SECOND, 60 * SECOND],
    [-100 * SECOND, 25 * SECOND],
    [-20 * SECOND, 5 * SECOND],
    [-1, 5 * SECOND],
    [0, 5 * SECOND],
    [1, 5 * SECOND],
    [20 * SECOND, 5 * SECOND],
    [24 * SECOND, 6 * SECOND],
    [100 * SECOND, 25 * SECOND],
    [240 * SECOND, 60 * SECOND],
    [DAY, 60 * SECOND],
  ])('%d ms: %d ms', (distance, expected) => {
    expect(pauseAfter(endingAfter(MINUTE + distance))).toBe(expected);
  });

  it('is a quarter of what is left by the rate of a backup, too', () => {
    const record = grown({ work: backup(0, 4 * GIB) });
    expect(pauseAfter({ work: backup(2 * GIB, 4 * GIB) }, { record })).toBe(15 * SECOND);
  });

  it('follows the newest estimate, not the one before', () => {
    expect(pauseAfter(endingAfter(3 * MINUTE), { record: grown(endingAfter(DAY)) })).toBe(
      30 * SECOND,
    );
    expect(pauseAfter(endingAfter(DAY), { record: grown(endingAfter(3 * MINUTE)) })).toBe(MINUTE);
  });

  it('is the grown one where there is no estimate', () => {
    expect(pauseAfter({ percent: 99 })).toBe(MINUTE);
    expect(pauseAfter({ work: backup(4 * GIB, 4 * GIB) })).toBe(MINUTE);
  });

  it('is as long as Azure asks, however near the end', () => {
    const retryAfterMs = 40 * SECOND;
    expect(pauseAfter(endingAfter(MINUTE), { retryAfterMs })).toBe(40 * SECOND);
    expect(pauseAfter(endingAfter(4 * MINUTE), { retryAfterMs })).toBe(45 * SECOND);
  });

  it('leaves the interval to grow as ever', () => {
    const near = play(seen(), [[MINUTE, snapshotReading(endingAfter(MINUTE))]]).record;
    expect(live(near).intervalMs).toBe(seen().intervalMs * 1.5);
  });
});

describe('the reads of an operation with an estimate', () => {
  const times = readTimes(() => endingAfter(HOUR), 2 * HOUR);

  it('are quick at the start, slow in the middle and quick again at the end', () => {
    const within = (from: number, to: number) => times.filter((at) => at >= from && at < to).length;
    expect(within(0, 2 * MINUTE)).toBeGreaterThan(5);
    expect(within(20 * MINUTE, 40 * MINUTE)).toBe(20);
    expect(within(HOUR - MINUTE, HOUR + MINUTE)).toBeGreaterThan(12);
    expect(within(80 * MINUTE, 100 * MINUTE)).toBe(20);
  });

  it('come at ever shorter pauses up to the end, and at ever longer ones after it', () => {
    const index = times.findIndex((at) => at >= HOUR);
    const before = pausesOf(times.slice(20, index + 1));
    const after = pausesOf(times.slice(index));
    expect(before).toEqual(before.toSorted((a, b) => b - a));
    expect(after).toEqual(after.toSorted((a, b) => a - b));
    expect(after.at(-1)).toBe(POLICY.pollMaxMs);
  });

  it('find an end that came as estimated within POLL_MIN', () => {
    expect((times.find((at) => at >= HOUR) ?? 0) - HOUR).toBeLessThan(POLICY.pollMinMs);
  });

  it('are about 20 more than without an estimate, both sides of the end included', () => {
    const without = readTimes(() => ({}), 2 * HOUR);
    expect(times.length - without.length).toBeGreaterThan(10);
    expect(times.length - without.length).toBeLessThan(25);
  });

  it('find a stall as soon as without one, however often they come', () => {
    const still = (ends: Partial<Snapshot>) => {
      const readings = readTimes(() => ends, HOUR).map(
        (at) => [at, snapshotReading(ends)] as const,
      );
      const count = readings.findIndex((_, index) =>
        conditionsOf(play(begun(), readings.slice(0, index)).record).includes('stalled'),
      );
      return readings[count - 1]?.[0] ?? 0;
    };
    for (const ends of [endingAfter(15 * MINUTE), endingAfter(5 * MINUTE), {}]) {
      const stalledAt = still({ percent: 61, ...ends });
      expect(stalledAt).toBeGreaterThanOrEqual(POLICY.stallAfterMs);
      expect(stalledAt).toBeLessThanOrEqual(POLICY.stallAfterMs + POLICY.pollMaxMs);
    }
  });
});

describe('whatever the estimates say', () => {
  const anyPause = fc
    .tuple(
      fc.integer({ min: 1, max: HOUR }),
      fc.nat(HOUR),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    .map(([pollMinMs, more, part]) => ({
      policy: { ...POLICY, pollMinMs, pollMaxMs: pollMinMs + more },
      intervalMs: pollMinMs + more * part,
    }));
  const anyEnd = fc.oneof(
    fc.integer({ min: -2 * HOUR, max: 2 * HOUR }),
    fc.maxSafeInteger().map((ms) => ms - START),
  );

  it('the pause is neither shorter than POLL_MIN nor longer than the interval', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(anyPause, anyEnd, ({ policy, intervalMs }, end) => {
        const record = { ...grown(endingAfter(end)), intervalMs };
        const pauseMs = snapshotPauseMs(record, START, policy);
        expect(pauseMs).toBeGreaterThanOrEqual(policy.pollMinMs);
        expect(pauseMs).toBeLessThanOrEqual(intervalMs);
        if (pauseMs === policy.pollMinMs) met.add('POLL_MIN');
        else met.add(pauseMs === intervalMs ? 'the interval' : 'between');
      }),
      { numRuns: 1000 },
    );
    expect(met.size).toBe(3);
  });

  it('it is the same as long before the end as after it', () => {
    fc.assert(
      fc.property(anyPause, fc.nat(4 * HOUR), ({ policy, intervalMs }, distance) => {
        const record = { ...grown(endingAfter(0)), intervalMs };
        expect(snapshotPauseMs(record, START - distance, policy)).toBe(
          snapshotPauseMs(record, START + distance, policy),
        );
      }),
    );
  });

  it('it does not grow where the end comes nearer', () => {
    fc.assert(
      fc.property(anyPause, fc.nat(4 * HOUR), fc.nat(4 * HOUR), ({ policy, intervalMs }, a, b) => {
        const [near, far] = [Math.min(a, b), Math.max(a, b)].map((end) =>
          snapshotPauseMs({ ...grown(endingAfter(end)), intervalMs }, START, policy),
        );
        expect(near).toBeLessThanOrEqual(far ?? 0);
      }),
    );
  });

  it('jumping to and fro, they leave each pause within its bounds', () => {
    const jumps = fc.array(fc.integer({ min: -HOUR, max: HOUR }), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(jumps, (ends) => {
        let record = begun();
        for (const end of ends) {
          const at = record.nextReadAt - START;
          const { intervalMs } = record;
          record = live(play(record, [[at, snapshotReading(endingAfter(at + end))]]).record);
          expect(estimatedEnd(record)?.at).toBe(START + at + end);
          const pauseMs = record.nextReadAt - START - at;
          expect(pauseMs).toBeGreaterThanOrEqual(POLICY.pollMinMs);
          // Reads that are due at nearly the same time are due together.
          expect(pauseMs).toBeLessThan(intervalMs + 50);
        }
        expect(record.intervalMs).toBe(POLICY.pollMaxMs);
      }),
    );
  });
});
