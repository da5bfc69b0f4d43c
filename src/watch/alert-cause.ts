import { kindOfFault } from './names.ts';
import type { OutboxItem } from './outbox-item.ts';
import { verdictOf, type WatchRecord } from './watch-record.ts';

/**
 * Whether an ending mentions on-call. Others that ALERT_ON names are told in the on-call channel without: only
 * what may have cost somebody their data mentions anybody.
 */
export function mentionsOnCall(record: WatchRecord): boolean {
  return isCallingCause(verdictOf(record));
}

/** Whether on-call is mentioned for such a cause, and called again until somebody looks after it. */
export function isCallingCause(cause: string): boolean {
  return ['failed', 'ended-otherwise', 'gone'].includes(cause);
}

/**
 * Why a post calls the on-call channel: `failed`, `blind`, `sign-in`, `tenant`; undefined where it does not. A
 * digest does so for each of its entries.
 *
 * @param record of the watch that it is about
 */
export function causeOfAlert(
  item: Extract<OutboxItem, { kind: 'alert' | 'condition-alert' }>,
  record: WatchRecord,
): string;
export function causeOfAlert(item: OutboxItem, record: WatchRecord | undefined): string | undefined;
export function causeOfAlert(
  item: OutboxItem,
  record: WatchRecord | undefined,
): string | undefined {
  switch (item.kind) {
    case 'alert':
      return record && verdictOf(record);
    case 'condition-alert':
      return item.condition;
    case 'fault':
      return kindOfFault(item.fault);
    case 'memory-loss':
      return item.fault;
    default:
      return undefined;
  }
}
