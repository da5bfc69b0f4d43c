import type { OutboxItem } from '../../src/watch/outbox-item.ts';
import type { WatchPolicy } from '../../src/watch/policy.ts';
import type { Reading } from '../../src/watch/reading.ts';
import type { Snapshot } from '../../src/watch/snapshot.ts';
import { isLive, type WatchRecord } from '../../src/watch/watch-record.ts';
import {
  backup,
  failure,
  GIB,
  MINUTE,
  POLICY,
  play,
  SECOND,
  seen,
  snapshotReading,
  steadily,
} from './build-record.ts';

/** Nothing calls the on-call channel. */
export const QUIET: WatchPolicy = { ...POLICY, alertOn: [] };
/** What is said of `AT_61`. */
export const AT = { percent: 61, doneBytes: 61 * GIB, totalBytes: 100 * GIB };
export const AT_61 = { percent: 61, work: backup(61 * GIB, 100 * GIB) } as const;

/** Reads it as it is, from the start to the given time. */
export function standing(until: number, given: Partial<Snapshot> = AT_61, policy = POLICY) {
  const readings = steadily(snapshotReading(given), { from: 10 * SECOND, to: until });
  return play(seen(given), readings, policy);
}

/** Fails to read it from the first minute to the given time. */
export function unread(until: number, reading: Reading = failure('transient'), policy = POLICY) {
  return play(seen(AT_61), steadily(reading, { from: MINUTE, to: until }), policy);
}

/** Those that stand. */
export function conditionsOf(record: WatchRecord): readonly string[] {
  return isLive(record) ? Object.keys(record.conditions) : [];
}

export function notesIn(outbox: readonly OutboxItem[]) {
  return outbox.flatMap((item) => (item.kind === 'note' ? [item.note] : []));
}
