import { advance } from '../../src/watch/advance.ts';
import type { Change } from '../../src/watch/change.ts';
import type { WatchPolicy } from '../../src/watch/policy.ts';
import type { Reading } from '../../src/watch/reading.ts';
import {
  type Ending,
  isLive,
  type LiveWatch,
  type WatchRecord,
} from '../../src/watch/watch-record.ts';

/** A watch that the test knows to go on. */
export function live(record: WatchRecord): LiveWatch {
  if (!isLive(record)) throw new Error(`This watch has ended: ${JSON.stringify(record.ending)}`);
  return record;
}

/** How a watch has ended; undefined for one that goes on. */
export function endingOf(record: WatchRecord | undefined): Ending | undefined {
  return record && !isLive(record) ? record.ending : undefined;
}

/** What a reading changes, for `WatchStore.update`; one that has ended is not read any more. */
export function afterReading(
  record: WatchRecord,
  reading: Reading,
  now: number,
  policy: WatchPolicy,
): Change | undefined {
  return isLive(record) ? advance(record, reading, now, policy) : undefined;
}
