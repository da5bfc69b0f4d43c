import type { NotYet } from '../../queues/sleep.ts';
import { NO_DEADLINE } from '../../redis/deadline.ts';
import type { DeliveryStore } from '../../redis/delivery-store.ts';
import type { EditQueue } from '../../redis/edit-queue.ts';
import type { OutboxStore } from '../../redis/outbox-store.ts';
import type { OwedItem } from '../../redis/owed-item.ts';
import type { StoredWatch } from '../../redis/stored-record.ts';
import type { WatchStore } from '../../redis/watch-store.ts';
import type { Place } from '../../slack/api/place.ts';
import type { LaterFailure } from '../../slack/api/slack-failure.ts';
import type { Message } from '../../slack/messages/message.ts';
import { causeOfAlert, mentionsOnCall } from '../../watch/alert-cause.ts';
import { loseCard } from '../../watch/lose-card.ts';
import type { OutboxItem, PublicItem } from '../../watch/outbox-item.ts';
import { isLive, type WatchRecord } from '../../watch/watch-record.ts';
import { type ReportEntriesDependencies, reportEntries } from '../digests/report-entries.ts';
import { lookOf } from '../look-of.ts';
import type { ToldReport } from '../told-report.ts';
import { delivered } from './delivered.ts';
import { type PostLog, wordFor } from './post-log.ts';
import type { PostedOnce } from './post-once.ts';

export interface SettlePostDependencies extends ReportEntriesDependencies {
  readonly watches: WatchStore;
  readonly outboxes: OutboxStore;
  readonly deliveries: DeliveryStore;
  readonly edits: EditQueue;
  readonly report: ToldReport;
  readonly now: () => number;
}

/** Takes off its outbox what was told, and remembers where. */
export function createSettlePost(
  dependencies: SettlePostDependencies & { readonly postLog: PostLog },
) {
  const { watches, outboxes, deliveries, digests, edits, report, now, postLog } = dependencies;
  return { settle, drop, lose };

  /** Takes an item off its outbox of which nothing has to be remembered. */
  async function drop(owed: OwedItem): Promise<undefined> {
    await outboxes.settle(owed);
    return undefined;
  }

  async function settle(
    owed: OwedItem<PublicItem>,
    place: Place | undefined,
    message: Message | undefined,
    posted: Exclude<PostedOnce, { kind: 'refused' }>,
    stored: StoredWatch | undefined,
  ): Promise<LaterFailure | NotYet | undefined> {
    switch (posted.kind) {
      case 'not-yet':
      case 'later':
        return posted;
      case 'settled':
        return undefined;
      case 'doubtful':
        return await drop(owed);
      case 'told':
        postLog.posted(owed.item, posted);
        return await drop(owed);
      case 'adopted':
      case 'posted':
        break;
      default:
        return posted satisfies never;
    }
    const { item } = owed;
    // An adopted message looks as it was made when it was posted, and nobody knows how that was.
    const look = posted.kind === 'posted' && message ? lookOf(message) : undefined;
    const isInThread = place?.threadTs !== undefined && !posted.isStray;
    const known = delivered(item, { ...posted, isInThread }, look);
    await outboxes.settle(owed, known, isCall(item, stored));
    postLog.posted(item, posted);
    if (posted.isStray) await strayed(item);
    report.told(wordFor(item), now() - happenedAt(item), causeOfAlert(item, stored?.record));
    if (item.kind === 'card' && stored) await linkAlert(stored.record);
    if (item.kind === 'digest') await reportEntries(item, message, dependencies);
    return undefined;
  }

  /** What was meant for a thread stands in the channel: the message above it is gone. */
  async function strayed(item: PublicItem): Promise<void> {
    postLog.strayed(item);
    if (item.kind === 'note') await lose(item);
  }

  /** The card that a note was meant for is gone. */
  async function lose({ watchId, cardKey }: Extract<PublicItem, { kind: 'note' }>): Promise<void> {
    await watches.update(watchId, (record) => loseCard(record, cardKey), { deadline: NO_DEADLINE });
  }

  /** An alert that did not wait for its card gets its link now. */
  async function linkAlert(record: WatchRecord): Promise<void> {
    if (isLive(record)) return;
    const { id } = record;
    const [alert, digest] = await Promise.all([deliveries.alert(id), digests.digestOf(id)]);
    if (alert) await edits.mark('onCall', { kind: 'alert', watchId: id });
    if (digest) await edits.mark('onCall', digest);
  }
}

/** Whether on-call is called by it until somebody looks after it; a digest knows itself. */
function isCall({ kind }: OutboxItem, stored: StoredWatch | undefined): boolean | undefined {
  return stored && kind === 'alert' ? mentionsOnCall(stored.record) : undefined;
}

/** When that happened of which an item tells, in milliseconds since the epoch. */
export function happenedAt(item: OutboxItem): number {
  return 'at' in item ? item.at : item.since;
}
