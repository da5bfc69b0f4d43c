import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { AcknowledgementStore } from '../redis/acknowledgement-store.ts';
import { AsideStore } from '../redis/aside-store.ts';
import { AuditStore } from '../redis/audit-store.ts';
import { CareChanges } from '../redis/care-changes.ts';
import type { Connection } from '../redis/connection.ts';
import { DefaultsStore } from '../redis/defaults-store.ts';
import { DeliveryStore } from '../redis/delivery-store.ts';
import { DigestStore } from '../redis/digest-store.ts';
import { EditQueue } from '../redis/edit-queue.ts';
import { FaultStore } from '../redis/fault-store.ts';
import { HistoryStore } from '../redis/history-store.ts';
import { OutboxStore } from '../redis/outbox-store.ts';
import { PagerBudget } from '../redis/pager-budget.ts';
import { PostBudget } from '../redis/post-budget.ts';
import { ReadBudget } from '../redis/read-budget.ts';
import { Recoveries } from '../redis/recoveries.ts';
import { ReminderStore } from '../redis/reminder-store.ts';
import { WatchStore } from '../redis/watch-store.ts';
import { DIGEST_ENTRIES } from '../slack/messages/digest.ts';
import { LEAST_KEPT_MS } from '../watch/end-watch.ts';
import { nextReminderAfterMs } from '../watch/reminders.ts';

/** A little slower than allowed: edits are not equally long under way, and Slack counts as they arrive. */
const EDIT_MARGIN = 1.02;

export type Stores = ReturnType<typeof storesOn>;

/**
 * All that is kept in Redis, as it is configured, over one connection.
 *
 * @param onEvent called where something has happened that Home tabs show
 */
export function storesOn(connection: Connection, config: Config, log: Logger, onEvent: () => void) {
  const { azure, slack, oncall, historyMs } = config;
  const keepMs = Math.max(historyMs, LEAST_KEPT_MS);
  const callRules = {
    mentionAgainAfterMs: oncall.mentionAgainAfterMs,
    remindAfterMs: remindAfterMs(config),
  };
  const digests = new DigestStore(connection, {
    ...callRules,
    mostEntries: DIGEST_ENTRIES,
    keepMs,
  });
  return {
    watches: new WatchStore(connection, historyMs, onEvent),
    aside: new AsideStore(connection, (value) => {
      log.error({ event: 'unreadable.set_aside', ...value }, 'see /readyz for all');
    }),
    edits: new EditQueue(connection, {
      intervalMs: Math.ceil((EDIT_MARGIN * 60_000) / slack.editsPerMinute),
      chance: Math.random,
    }),
    posts: new PostBudget(connection, { perMinute: slack.postsPerMinute }),
    digests,
    recoveries: new Recoveries(connection, digests),
    acknowledgements: new AcknowledgementStore(connection, callRules),
    outboxes: new OutboxStore(connection),
    pagerBudget: new PagerBudget(connection),
    careChanges: new CareChanges(connection),
    deliveries: new DeliveryStore(connection),
    reads: new ReadBudget(connection, azure.readsPerSecond),
    defaults: new DefaultsStore(connection),
    faults: new FaultStore(connection),
    history: new HistoryStore(connection),
    audit: new AuditStore(connection, historyMs),
    reminders: new ReminderStore(connection, keepMs),
  };
}

/** When on-call is called for the second time; undefined where it never is. */
export function remindAfterMs({ reminders }: Config): number | undefined {
  return nextReminderAfterMs(0, reminders);
}
