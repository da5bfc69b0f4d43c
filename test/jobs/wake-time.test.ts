import { describe, expect, test } from 'vitest';
import { wakeTime } from '../../src/jobs/wake-time.ts';
import {
  failure,
  MINUTE,
  play,
  SECOND,
  START,
  seen,
  snapshotReading,
} from '../watch/build-record.ts';

const NOW = START + MINUTE;

describe('a watch wakes up', () => {
  test('exactly when its next read is planned', () => {
    const reading = snapshotReading();
    const { record } = play(seen(), [[MINUTE, reading]]);
    expect(wakeTime(record, reading, NOW, 0.9)).toBe(record.nextReadAt);
  });

  test('up to a quarter earlier after a failure, so that not all try again at once', () => {
    const reading = failure('transient');
    const { record } = play(seen(), [[MINUTE, reading]]);
    const pauseMs = record.nextReadAt - NOW;
    expect(wakeTime(record, reading, NOW, 0)).toBe(record.nextReadAt);
    expect(wakeTime(record, reading, NOW, 1)).toBe(NOW + 0.75 * pauseMs);
  });

  test('never before Azure’s time, and a little later by chance', () => {
    const reading = failure('throttled', { retryAfterMs: 100 * SECOND });
    const { record } = play(seen(), [[MINUTE, reading]]);
    expect(wakeTime(record, reading, NOW, 0)).toBe(NOW + 100 * SECOND);
    expect(wakeTime(record, reading, NOW, 1)).toBe(NOW + 110 * SECOND);
  });
});
