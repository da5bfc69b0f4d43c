import type { AcknowledgementStore } from '../../redis/acknowledgement-store.ts';
import type { KeptCall } from '../../redis/kept-reminder.ts';
import type { ReminderStore } from '../../redis/reminder-store.ts';
import type { DigestEntry } from '../../slack/messages/digest-entry.ts';
import type { Message } from '../../slack/messages/message.ts';
import { reminderMessage, type ShownCall } from '../../slack/messages/reminder.ts';
import { type Care, isOpenCall } from '../../watch/acknowledgement.ts';
import { isCallingCause } from '../../watch/alert-cause.ts';
import { nameOfMessage, type ReminderMessage, type WatchId } from '../../watch/names.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { cardLink } from '../card-link.ts';
import type { ComposeDigestDependencies } from '../digests/compose-digest.ts';
import { forOncall } from '../for-oncall.ts';

export interface ComposeReminderDependencies extends ComposeDigestDependencies {
  readonly reminders: ReminderStore;
  readonly acknowledgements: AcknowledgementStore;
}

export interface ComposedReminder {
  readonly message: Message;
  /** There is something in it that nobody looks after. */
  readonly isOpen: boolean;
}

/** What a message calls on-call for, and who looks after it. */
interface Called extends Care {
  readonly watches: readonly {
    readonly watchId: WatchId;
    readonly at: number;
    /** Named where the watch itself is no longer kept; undefined where nothing is left to be told then. */
    readonly operationId: string | undefined;
  }[];
}

/** A reminder, as what it reminds of stands now; undefined where nothing of it is kept. */
export async function composeReminder(
  { kind, reminder }: ReminderMessage,
  dependencies: ComposeReminderDependencies,
): Promise<ComposedReminder | undefined> {
  const { reminders, around } = dependencies;
  const kept = await reminders.load(reminder);
  if (!kept) return undefined;
  const { at, escalates } = kept;
  const found = await Promise.all(kept.calls.map((call) => shownCall(call, dependencies)));
  const calls = found.filter(({ entries }) => entries.length > 0);
  if (calls.length === 0) return undefined;
  const name = nameOfMessage({ kind, reminder });
  const message = reminderMessage({ name, at, escalates, calls }, around);
  return { message, isOpen: calls.some(isOpenCall) };
}

async function shownCall(
  call: KeptCall,
  dependencies: ComposeReminderDependencies,
): Promise<ShownCall> {
  const { deliveries, watches, around } = dependencies;
  const [posted, called] = await Promise.all([
    deliveries.alertShown(call.message),
    calledBy(call, dependencies),
  ]);
  const records = await watches.loadAll(called.watches.map(({ watchId }) => watchId));
  const recordOf = new Map(records.map((record) => [record.id, forOncall(record, around)]));
  const entries = called.watches.flatMap(({ watchId, at, operationId }) => {
    const record = recordOf.get(watchId);
    const named = record?.reference.operationId ?? operationId;
    return named === undefined ? [] : [entryOf(named, at, record, dependencies)];
  });
  return {
    told: call.at,
    made: call.made,
    entries: await Promise.all(entries),
    link: posted && around.messageLink(posted.channel, posted.ts),
    acknowledged: called.acknowledged,
    reopened: called.reopened,
    recovered: called.recovered,
  };
}

async function entryOf(
  operationId: string,
  at: number,
  record: WatchRecord | undefined,
  dependencies: ComposeReminderDependencies,
): Promise<DigestEntry> {
  const link = record && (await cardLink(record, dependencies));
  return { operationId, at, record, cardLink: link };
}

async function calledBy(
  { message, at, entries = Number.POSITIVE_INFINITY }: KeptCall,
  { digests, acknowledgements }: ComposeReminderDependencies,
): Promise<Called> {
  if (message.kind === 'alert') {
    const { watchId } = message;
    return {
      watches: [{ watchId, at, operationId: undefined }],
      ...(await acknowledgements.ofAlert(watchId)),
    };
  }
  const digest = await digests.load(message.burst, message.digest);
  // What came later is shown on the digest, and by the next reminder.
  const calling =
    digest?.entries.filter(({ cause, number }) => number <= entries && isCallingCause(cause)) ?? [];
  const cares = await Promise.all(
    calling.map(({ item }) => acknowledgements.ofAlert(item.watchId)),
  );
  const open = calling.filter((_, index) => !cares[index]?.recovered);
  return {
    watches: (open.length > 0 ? open : calling).map(({ item, operationId }) => {
      const { watchId, at: owedAt } = item;
      return { watchId, at: owedAt, operationId };
    }),
    acknowledged: digest?.acknowledged,
    reopened: digest?.reopened,
    recovered: digest?.recovered,
  };
}
