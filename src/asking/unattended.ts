import type { DigestStore } from '../redis/digest-store.ts';
import type { ReminderStore } from '../redis/reminder-store.ts';
import { isCallingCause } from '../watch/alert-cause.ts';
import type { WatchId } from '../watch/names.ts';

/** More are not looked after, whoever is called. */
const MOST_CALLS = 200;

/**
 * Watches for whose end on-call was called and that nobody looks after, told alone or on a digest: the last calls
 * first.
 */
export async function unattendedWatches(
  reminders: Pick<ReminderStore, 'untaken'>,
  digests: Pick<DigestStore, 'load'>,
): Promise<readonly WatchId[]> {
  const calls = (await reminders.untaken()).toReversed().slice(0, MOST_CALLS);
  const watches = calls.map(async ({ message }): Promise<readonly WatchId[]> => {
    if (message.kind === 'alert') return [message.watchId];
    const digest = await digests.load(message.burst, message.digest);
    const calling = (digest?.entries ?? []).filter(({ cause }) => isCallingCause(cause));
    return calling.map(({ item }) => item.watchId).toReversed();
  });
  return [...new Set((await Promise.all(watches)).flat())];
}
