import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { EditLine } from '../store/edit-line.ts';
import { destinationOfFault, type FaultStore } from '../store/fault-store.ts';
import type { OutboxStore } from '../store/outbox-store.ts';
import type { WatchStore } from '../store/watch-store.ts';
import type { WatchPolicy } from '../watch/policy.ts';
import { isLive, type WatchRecord } from '../watch/watch-record.ts';
import { adoptEarlierEdits } from './adopt-earlier-edits.ts';
import type { Queues } from './queues.ts';

export interface SweepDependencies {
  readonly watches: WatchStore;
  readonly outboxes: OutboxStore;
  readonly faults: FaultStore;
  readonly edits: EditLine;
  readonly queues: Queues;
  readonly connection: Redis;
  readonly policy: WatchPolicy;
  readonly now: () => number;
  readonly log: Logger;
}

/** A reading that is due is taken within this time, or something is wrong. */
const LATE_MS = 5000;

/** Neither our own pauses nor those that Slack asks for are longer. */
const LONGEST_SLACK_PAUSE_MS = 10 * 60_000;

/**
 * Gives a job to whatever lacks one: a process may have died between storing what is owed and asking
 * for it to be done. Asking again for what has a job does nothing, so any number of processes may
 * sweep.
 */
export function createSweep(dependencies: SweepDependencies) {
  const { watches, outboxes, faults, edits, queues, connection, policy, now, log } = dependencies;

  return async (): Promise<void> => {
    const [live, owing] = await Promise.all([watches.liveIds(), outboxes.owing()]);
    const lost = await queues.withoutPoll(live);
    for (const watchId of lost) {
      log.warn({ event: 'sweep.poll_restored', watch: watchId });
      await queues.addPoll(watchId);
    }
    for (const destination of owing) await queues.addPost(destination);
    await adoptEarlierEdits(connection, edits, new Set(live));
    const woken = await queues.wakeOversleepers(now() + policy.pollMaxMs + LATE_MS, sleepsByRight);
    for (const watchId of woken) log.warn({ event: 'sweep.poll_woken', watch: watchId });
    await queues.wakePosts(now() + LONGEST_SLACK_PAUSE_MS);
    // A watch that can't be read for lack of a sign-in is read every POLL_MAX.
    if (await faults.clear('sign-in', 2 * policy.pollMaxMs + LATE_MS)) {
      log.info({ event: 'azure.fault_over', fault: 'sign-in' });
      await queues.addPost(destinationOfFault('sign-in'));
    }
  };

  /** Of watches that sleep for longer than POLL_MAX, those whose next read is planned so. */
  async function sleepsByRight(watchIds: readonly string[]): Promise<ReadonlySet<string>> {
    const records = await watches.loadAll(watchIds);
    return new Set(records.filter((record) => isPlanned(record, now())).map(({ id }) => id));
  }
}

/** Where the clock was set back, the next read lies further away than it was ever planned to. */
function isPlanned(record: WatchRecord, now: number): boolean {
  const { begunAt, lastReadAt = begunAt, nextReadAt } = record;
  if (!isLive(record)) return false;
  return nextReadAt - now <= nextReadAt - lastReadAt + LATE_MS;
}
