import type { Queues } from '../queues/queues.ts';
import { faultOfStore } from '../redis/access/redis-fault.ts';
import type { AsideStore } from '../redis/aside-store.ts';
import type { FaultStore } from '../redis/fault-store.ts';
import type { OutboxStore } from '../redis/outbox-store.ts';
import type { ReminderStore } from '../redis/reminder-store.ts';
import { createUnreadableLog } from '../redis/unreadable-log.ts';
import { destinations, type WatchId } from '../watch/names.ts';
import { isReadPlanned, READ_LATE_MS } from '../watch/wake-time.ts';
import { isLive } from '../watch/watch-record.ts';
import { createRoundLog, type RoundLogDependencies } from './round-log.ts';

export interface SweepDependencies extends RoundLogDependencies {
  readonly outboxes: OutboxStore;
  readonly faults: FaultStore;
  readonly reminders: ReminderStore;
  readonly aside: AsideStore;
  readonly queues: Queues;
  readonly now: () => number;
}

/** Neither our own pauses nor those that Slack asks for are longer. */
const LONGEST_SLACK_PAUSE_MS = 10 * 60_000;

/**
 * Gives a job to whatever lacks one: a process may have died between storing what is owed and asking
 * for it to be done. Asking again for what has a job does nothing, so any number of processes may
 * sweep. What keeps one part of it from its end keeps no other.
 */
export function createSweep(dependencies: SweepDependencies) {
  const { watches, outboxes, faults, reminders, aside, queues, policy, now, log } = dependencies;
  const unreadable = createUnreadableLog(log, now);
  const logRounds = createRoundLog(dependencies);

  return async (): Promise<void> => {
    const failures: unknown[] = [];
    const parts = [
      setAside,
      restorePolls,
      restorePosts,
      wakePolls,
      wakePosts,
      clearFaults,
      logRounds,
      forgetUntaken,
    ];
    for (const part of parts) await goOn(part, failures);
    if (failures.length > 0) throw failures[0];
  };

  /** @throws where it is Redis that is out of order, and nothing else would work */
  async function goOn(part: () => Promise<void>, failures: unknown[]): Promise<void> {
    try {
      await aside.past(part);
    } catch (error) {
      if (faultOfStore(error)) throw error;
      if (!unreadable(error, { sweep: part.name })) failures.push(error);
    }
  }

  async function setAside(): Promise<void> {
    await aside.setKeysAside();
    await aside.setMembersAside();
  }

  async function restorePolls(): Promise<void> {
    for (const watchId of await queues.withoutPoll(await watches.liveIds())) {
      log.warn({ event: 'sweep.poll_restored', watch: watchId });
      await queues.restorePoll(watchId);
    }
  }

  async function restorePosts(): Promise<void> {
    for (const destination of await outboxes.owing()) await queues.restorePost(destination);
  }

  async function wakePolls(): Promise<void> {
    const until = now() + policy.pollMaxMs + READ_LATE_MS;
    for (const watchId of await queues.wakeOversleepers(until, sleepsByRight)) {
      log.warn({ event: 'sweep.poll_woken', watch: watchId });
    }
  }

  async function wakePosts(): Promise<void> {
    await queues.wakePosts(now() + LONGEST_SLACK_PAUSE_MS);
  }

  async function clearFaults(): Promise<void> {
    // A watch that can't be read for lack of a sign-in is read every POLL_MAX.
    const quietMs = 2 * policy.pollMaxMs + READ_LATE_MS;
    for (const fault of await faults.standing()) {
      const why = await faults.clear(fault, quietMs);
      if (!why) continue;
      log.info({ event: 'azure.fault_over', fault, why });
      await queues.addPost(destinations.fault(fault));
    }
  }

  async function forgetUntaken(): Promise<void> {
    await reminders.forgetOld();
  }

  /** Of watches that sleep for longer than POLL_MAX, those whose next read is planned so. */
  async function sleepsByRight(watchIds: readonly WatchId[]): Promise<ReadonlySet<WatchId>> {
    const records = await watches.loadAll(watchIds);
    return new Set(
      records
        .filter((record) => isLive(record) && isReadPlanned(record, now()))
        .map(({ id }) => id),
    );
  }
}
