import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from '../../src/watch/advance.ts';
import type { Reading } from '../../src/watch/reading.ts';
import { isReadPlanned, wakeTime } from '../../src/watch/wake-time.ts';
import { isLive } from '../../src/watch/watch-record.ts';
import { anyReading } from './arbitrary-reading.ts';
import {
  begun,
  failure,
  MINUTE,
  POLICY,
  SECOND,
  START,
  seen,
  snapshotReading,
} from './build-record.ts';
import { live } from './live.ts';

const NOW = START + MINUTE;

/** How long the job sleeps after a reading, in seconds. */
function sleepsFor(reading: Reading, chance: number): number {
  const { record } = advance(seen(), reading, NOW, POLICY);
  return (wakeTime(live(record), reading, NOW, chance) - NOW) / SECOND;
}

describe('a watch’s job', () => {
  it('wakes up when the next read is planned, while all goes well', () => {
    const reading = snapshotReading({}, { retryAfterMs: 40 * SECOND });
    expect([0, 0.5, 1].map((chance) => sleepsFor(reading, chance))).toEqual([40, 40, 40]);
  });

  it('wakes up to a quarter of the pause earlier after a failure: not all at once', () => {
    const reading = failure('forbidden');
    expect([0, 0.5, 1].map((chance) => sleepsFor(reading, chance))).toEqual([60, 52.5, 45]);
  });

  it('wakes up later, by up to a tenth, where Azure has named the time', () => {
    const reading = failure('throttled', { retryAfterMs: 40 * SECOND });
    expect([0, 0.5, 1].map((chance) => sleepsFor(reading, chance))).toEqual([40, 42, 44]);
  });

  it('wakes up no sooner than Azure asks where our own pause is a little longer', () => {
    const reading = failure('forbidden', { retryAfterMs: 55 * SECOND });
    expect([0, 0.2, 1].map((chance) => sleepsFor(reading, chance))).toEqual([60, 57, 55]);
  });

  it('never wakes up before the time that Azure asks for, nor ever in the past', () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    const wish = fc.option(fc.nat(2 * MINUTE), { nil: undefined });
    fc.assert(
      fc.property(anyReading, wish, fc.boolean(), chance, (read, retryAfterMs, isNew, at) => {
        const reading = retryAfterMs === undefined ? read : { ...read, retryAfterMs };
        const { record } = advance(isNew ? begun() : seen(), reading, NOW, POLICY);
        if (!isLive(record)) return;
        const wakeAt = wakeTime(record, reading, NOW, at);
        expect(wakeAt).toBeGreaterThan(NOW);
        // Where the whole subscription is held, it may look at the clock in between.
        const asked = Math.min(reading.retryAfterMs ?? 0, record.nextReadAt - NOW);
        expect(wakeAt).toBeGreaterThanOrEqual(NOW + asked);
      }),
    );
  });
});

describe('a next read that lies far ahead', () => {
  const asked = snapshotReading({}, { retryAfterMs: 10 * MINUTE });
  const record = live(advance(seen(), asked, NOW, POLICY).record);

  it('was planned so where Azure has asked for it', () => {
    expect(isReadPlanned(record, NOW)).toBe(true);
    expect(isReadPlanned(record, NOW + 9 * MINUTE)).toBe(true);
  });

  it('was not where the clock has been set back since the last one, or since it was asked for', () => {
    expect(isReadPlanned(record, NOW - 5 * SECOND)).toBe(true);
    expect(isReadPlanned(record, NOW - 5 * SECOND - 1)).toBe(false);
    expect(isReadPlanned(begun(), START - MINUTE)).toBe(false);
  });
});
