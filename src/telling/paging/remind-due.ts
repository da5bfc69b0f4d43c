import type { Logger } from 'pino';
import type { Queues } from '../../queues/queues.ts';
import type { PlannedCall, ReminderStore } from '../../redis/reminder-store.ts';
import { isEscalation, nextReminderAfterMs, type ReminderPolicy } from '../../watch/reminders.ts';
import type { ReminderReport } from '../told-report.ts';

export interface RemindDueDependencies {
  readonly reminders: ReminderStore;
  readonly queues: Queues;
  readonly reminderPolicy: ReminderPolicy;
  readonly report: ReminderReport;
  readonly log: Logger;
}

/** What is due within this time comes along with what is due now: one message in place of two. */
const ALONG_MS = 60_000;

/**
 * Makes the reminders that are due: one for all that on-call is called for again, and one for all that others are
 * called for. What is late is told at once, and once. Any number of processes may do so at the same time.
 */
export function createRemindDue({
  reminders,
  queues,
  reminderPolicy: policy,
  report,
  log,
}: RemindDueDependencies) {
  return async (): Promise<void> => {
    const due = await reminders.due(Math.min(ALONG_MS, policy.afterMs / 10));
    const planned = due.map((call) => {
      // What was snoozed is told as if for the first time: its reminders are counted anew.
      const next = call.isSnoozed ? 0 : call.made + 1;
      return {
        ...call,
        // Where the settings have changed meanwhile, there may be nothing to come any more.
        isDue: call.isSnoozed || nextReminderAfterMs(call.made, policy) !== undefined,
        escalates: !call.isSnoozed && isEscalation(call.made, policy),
        againAfterMs: nextReminderAfterMs(next, policy),
      };
    });
    await reminders.cancel(planned.filter(({ isDue }) => !isDue));
    for (const escalates of [true, false]) {
      await remindOf(
        planned.filter((call) => call.isDue && call.escalates === escalates),
        escalates,
      );
    }
  };

  async function remindOf(calls: readonly PlannedCall[], escalates: boolean): Promise<void> {
    if (calls.length === 0) return;
    const destination = await reminders.remind(calls, escalates);
    if (!destination) return;
    log.info({ event: 'alert.reminded', reminder: destination, alerts: calls.length, escalates });
    report.reminded(escalates);
    await queues.addPost(destination);
  }
}
