import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/watch/reading.ts';
import { isPressing } from '../../src/watch/rhythm.ts';
import type { WatchRecord } from '../../src/watch/watch-record.ts';
import {
  begun,
  failure,
  HOUR,
  MINUTE,
  POLICY,
  play,
  START,
  snapshotReading,
  steadily,
} from './build-record.ts';

const STEADY = { ...POLICY, pollMinMs: MINUTE, pollMaxMs: MINUTE };
const ENDS = snapshotReading({ work: { kind: 'import', estimatedEndAt: START + HOUR } });

/** Whether a watch presses at its beginning and after each reading, each taken when it was due. */
function presses(reading: Reading, count: number, policy = POLICY): readonly boolean[] {
  let record: WatchRecord = { ...begun(), intervalMs: policy.pollMinMs };
  const found = [isPressing(record, record.nextReadAt, policy)];
  for (let index = 0; index < count; index += 1) {
    record = play(record, [[record.nextReadAt - START, reading]], policy).record;
    found.push(isPressing(record, record.nextReadAt, policy));
  }
  return found;
}

describe('a watch that has just begun', () => {
  it.each([
    ['grow', POLICY],
    ['do not grow', STEADY],
  ])('presses for four reads and then no more, where pauses %s', (_how, policy) => {
    expect(presses(snapshotReading(), 6, policy)).toEqual([
      ...[true, true, true, true],
      ...[false, false, false],
    ]);
  });
});

describe('an operation that was never seen', () => {
  const pressesAfter = (ms: number, reading: Reading) =>
    isPressing(play(begun(), steadily(reading, { from: 0, to: ms })).record, START + ms, POLICY);

  it('presses for as long as Azure may show it late', () => {
    expect(pressesAfter(POLICY.notFoundAfterMs - 1, failure('not-found'))).toBe(true);
  });

  it.each(['transient', 'forbidden'] as const)(
    'does not press for as long as it can’t be read: %s',
    (kind) => {
      expect(pressesAfter(POLICY.notFoundAfterMs - 1, failure(kind))).toBe(true);
      const later = pressesAfter(POLICY.notFoundAfterMs, failure(kind));
      expect(later).toBe(false);
    },
  );
});

describe('a watch that has gone on for a while', () => {
  /** Read as often as can be, up to the moment. */
  const at = (ms: number, reading: Reading) =>
    isPressing(
      play(begun(), steadily(reading, { from: 0, to: MINUTE })).record,
      START + ms,
      POLICY,
    );

  it.each([
    [2 * MINUTE, false],
    [30 * MINUTE, false],
    [HOUR - 4 * MINUTE, false],
    [HOUR - 4 * MINUTE + 1, true],
    [HOUR, true],
    [HOUR + 4 * MINUTE - 1, true],
    [HOUR + 4 * MINUTE, false],
    [5 * HOUR, false],
  ])('presses near its estimated end alone: at %d ms %s', (ms, expected) => {
    expect(at(ms, ENDS)).toBe(expected);
  });

  it('does not press where there is no estimate', () => {
    expect(at(HOUR, snapshotReading({ percent: 99 }))).toBe(false);
  });
});
