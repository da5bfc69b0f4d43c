import { advance } from '../../src/watch/advance.ts';
import { beginWatch, joinWatch } from '../../src/watch/begin-watch.ts';
import type { Change } from '../../src/watch/change.ts';
import { itemId } from '../../src/watch/item-names.ts';
import type { OperationReference } from '../../src/watch/operation-reference.ts';
import type { WatchPolicy } from '../../src/watch/policy.ts';
import type {
  FailureKind,
  ReadFailure,
  Reading,
  SnapshotReading,
} from '../../src/watch/reading.ts';
import type { Snapshot } from '../../src/watch/snapshot.ts';
import type { LiveWatch, WatchRecord } from '../../src/watch/watch-record.ts';
import { channelNamed, userNamed, watchNamed } from '../names.ts';
import { afterReading, live } from './live.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const GIB = 1024 ** 3;

/** When every watch of these tests is asked for. */
export const START = Date.UTC(2030, 0, 2, 3, 4, 5);

export const POLICY: WatchPolicy = {
  pollMinMs: 5 * SECOND,
  pollMaxMs: 60 * SECOND,
  notFoundAfterMs: 120_000,
  goneAfterMs: 600_000,
  stallAfterMs: 15 * MINUTE,
  blindAfterMs: 10 * MINUTE,
  faultAfterMs: MINUTE,
  watchForMs: 7 * DAY,
  milestones: [25, 50, 75],
  alertOn: ['failed', 'gone', 'blind', 'stalled'],
  pagers: [],
};

export const REFERENCE: OperationReference = {
  subscriptionId: '11111111-2222-3333-4444-555555555555',
  location: 'westeurope',
  operationId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
};

export const SERVER_ID =
  `/subscriptions/${REFERENCE.subscriptionId}/resourceGroups/shop` +
  '/providers/Microsoft.DBforMySQL/flexibleServers/srv1';

export const DBA = { channel: channelNamed('C0DBA'), askedBy: userNamed('U0ALICE') };
export const SHOP = { channel: channelNamed('C0SHOP'), askedBy: userNamed('U0BOB') };

/** A watch that has just been asked for; nothing has been read. */
export function begun(request: Parameters<typeof beginWatch>[1] = DBA): LiveWatch {
  const watch = { id: watchNamed('w1-1'), epoch: 1, reference: REFERENCE };
  return beginWatch(watch, request, START, POLICY).record;
}

/** The same, asked for in two channels. */
export function begunInTwoChannels(): LiveWatch {
  return joined(begun(), SHOP).record;
}

/** A watch whose operation Azure has shown once. */
export function seen(given: Partial<Snapshot> = {}, before = begun()): LiveWatch {
  return live(advance(before, snapshotReading(given), START, POLICY).record);
}

/** What somebody's joining changes; fails where their channel has a card already. */
export function joined(
  record: WatchRecord,
  request: Parameters<typeof joinWatch>[1],
  now = START,
): Change<LiveWatch> {
  const joining = joinWatch(live(record), request, now);
  if (joining.kind === 'stands') throw new Error('That channel has a card already');
  return joining.change;
}

/** What Azure says of a running operation. */
export function snapshot(given: Partial<Snapshot> = {}): Snapshot {
  return { status: 'InProgress', work: { kind: 'other' }, steps: [], ...given };
}

export function backup(doneBytes: number, totalBytes: number): Snapshot['work'] {
  return { kind: 'backup', doneBytes, totalBytes };
}

export function snapshotReading(
  given: Partial<Snapshot> = {},
  around: Partial<Omit<SnapshotReading, 'kind' | 'snapshot'>> = {},
): SnapshotReading {
  return { kind: 'snapshot', snapshot: snapshot(given), trace: {}, ...around };
}

export function failure(
  kind: FailureKind,
  around: Partial<Omit<ReadFailure, 'kind' | 'failure'>> = {},
): ReadFailure {
  return { kind: 'failure', failure: kind, explanation: `It was ${kind}.`, trace: {}, ...around };
}

/** Takes readings one after another, up to an end; `at` counts from the start. */
export function play(
  record: WatchRecord,
  steps: readonly (readonly [at: number, reading: Reading])[],
  policy: WatchPolicy = POLICY,
): { readonly record: WatchRecord; readonly last: Change; readonly told: readonly string[] } {
  let last: Change = { record, outbox: [], changedCards: [] };
  const told: string[] = [];
  for (const [at, reading] of steps) {
    const next = afterReading(last.record, reading, START + at, policy);
    last = next ?? { record: last.record, outbox: [], changedCards: [] };
    told.push(...toldBy(last));
  }
  return { record: last.record, last, told };
}

/** So dense that the time between two readings counts in full, however short the planned pause. */
const DENSE_MS = 10 * SECOND;

/** The same reading again and again, so often that all the time from the first to the last counts. */
export function steadily(
  reading: Reading,
  { from, to }: { readonly from: number; readonly to: number },
): readonly (readonly [at: number, reading: Reading])[] {
  const count = Math.ceil((to - from) / DENSE_MS);
  return Array.from({ length: count + 1 }, (_, index) => [
    Math.min(from + index * DENSE_MS, to),
    reading,
  ]);
}

/** Azure has shown it, and then for long enough has not known it. */
export function gone(
  given: Partial<Snapshot> = {},
  explanation = 'It was not-found.',
): WatchRecord {
  const missing = failure('not-found', { explanation });
  return play(seen(given), steadily(missing, { from: MINUTE, to: 11 * MINUTE })).record;
}

/** Reads have failed for BLIND_AFTER, since the first minute. */
export function blind(given: Partial<Snapshot> = {}, explanation = 'It was transient.'): LiveWatch {
  const failed = failure('transient', { explanation });
  return live(play(seen(given), steadily(failed, { from: MINUTE, to: 11 * MINUTE })).record);
}

/** It has not moved for STALL_AFTER, since the start. */
export function stalled(given: Partial<Snapshot> = {}): LiveWatch {
  const still = snapshotReading(given);
  return live(play(seen(given), steadily(still, { from: 10 * SECOND, to: 15 * MINUTE })).record);
}

/** Azure has given it an end, under a word that means neither success nor failure. */
export function endedOtherwise(given: Partial<Snapshot> = {}): WatchRecord {
  const odd = snapshotReading({ status: 'PartiallySucceeded', endedAt: START, ...given });
  return play(seen(), steadily(odd, { from: MINUTE, to: 2 * MINUTE }).slice(0, 4)).record;
}

/** WATCH_FOR is over, which was an hour here. */
export function abandoned(given: Partial<Snapshot> = {}): WatchRecord {
  const still = steadily(snapshotReading(given), { from: 10 * SECOND, to: HOUR });
  return play(seen(given), still, { ...POLICY, watchForMs: HOUR }).record;
}

/** What a change tells, in order, without the watch's id: `C0DBA-1/card`, `alert`. */
export function toldBy(change: Pick<Change, 'outbox' | 'record'>): readonly string[] {
  const prefix = `${change.record.id}/`;
  return change.outbox.map((item) => itemId(item).replace(prefix, ''));
}
