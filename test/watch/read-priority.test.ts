import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/watch/reading.ts';
import { hasPriority } from '../../src/watch/rhythm.ts';
import type { LiveWatch } from '../../src/watch/watch-record.ts';
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
import { live } from './live.ts';

const STEADY = { ...POLICY, pollMinMs: MINUTE, pollMaxMs: MINUTE };
const ENDS = snapshotReading({ work: { kind: 'import', estimatedEndAt: START + HOUR } });

/** Whether a watch has priority at its beginning and after each reading, each taken when it was due. */
function priorities(reading: Reading, count: number, policy = POLICY): readonly boolean[] {
  let record: LiveWatch = { ...begun(), intervalMs: policy.pollMinMs };
  const found = [hasPriority(record, record.nextReadAt, policy)];
  for (let index = 0; index < count; index += 1) {
    record = live(play(record, [[record.nextReadAt - START, reading]], policy).record);
    found.push(hasPriority(record, record.nextReadAt, policy));
  }
  return found;
}

describe('a watch that has just begun', () => {
  it.each([
    ['grow', POLICY],
    ['do not grow', STEADY],
  ])('has priority for four reads and then no more, where pauses %s', (_how, policy) => {
    expect(priorities(snapshotReading(), 6, policy)).toEqual([
      ...[true, true, true, true],
      ...[false, false, false],
    ]);
  });
});

describe('an operation that was never seen', () => {
  const hasPriorityAfter = (ms: number, reading: Reading) =>
    hasPriority(
      live(play(begun(), steadily(reading, { from: 0, to: ms })).record),
      START + ms,
      POLICY,
    );

  it('has priority for as long as Azure may show it late', () => {
    expect(hasPriorityAfter(POLICY.notFoundAfterMs - 1, failure('not-found'))).toBe(true);
  });

  it.each(['transient', 'forbidden'] as const)(
    'has none for as long as it can’t be read: %s',
    (kind) => {
      expect(hasPriorityAfter(POLICY.notFoundAfterMs - 1, failure(kind))).toBe(true);
      const later = hasPriorityAfter(POLICY.notFoundAfterMs, failure(kind));
      expect(later).toBe(false);
    },
  );
});

describe('a watch that has gone on for a while', () => {
  /** Read as often as can be, up to the moment. */
  const at = (ms: number, reading: Reading) =>
    hasPriority(
      live(play(begun(), steadily(reading, { from: 0, to: MINUTE })).record),
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
  ])('has priority near its estimated end alone: at %d ms %s', (ms, expected) => {
    expect(at(ms, ENDS)).toBe(expected);
  });

  it('has none where there is no estimate', () => {
    expect(at(HOUR, snapshotReading({ percent: 99 }))).toBe(false);
  });
});
