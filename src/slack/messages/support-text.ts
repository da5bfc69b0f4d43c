import { isLive, type WatchRecord } from '../../watch/watch-record.ts';
import { universalTime } from '../../words/figures.ts';
import { bounded, oneLine } from '../../words/plain-text.ts';

/** What Azure's support is sent is no longer. */
const SUPPORT_MOST = 3000;

/**
 * What Azure's support asks for, to be copied: times with their zone, ids, and why it failed. Nothing in it is a
 * secret: all of it comes from Azure's answers, which are cleaned when they are read.
 *
 * @param errorTree goes last, and is cut where it is too long
 * @returns at most 3,000 characters, not escaped
 */
export function supportText(record: WatchRecord, errorTree: string): string {
  const { reference, latest } = record;
  const { snapshot, trace, at } = latest ?? {};
  const endedAt = snapshot?.endedAt ?? (isLive(record) ? undefined : record.ending.at);
  const lines: readonly (readonly [name: string, value: string | undefined])[] = [
    ['Status', snapshot?.status],
    ['Started', timeOf(snapshot?.startedAt)],
    ['Ended', timeOf(endedAt)],
    ['Subscription', reference.subscriptionId],
    ['Region', reference.location],
    ['Operation', reference.operationId],
    ['Server', snapshot?.serverId],
    ['Read', timeOf(at)],
    ['Request id', trace?.requestId],
    ['Correlation id', trace?.correlationId],
  ];
  const facts = lines.flatMap(([name, value]) =>
    value ? [`${name}: ${bounded(oneLine(value), 220)}`] : [],
  );
  const text = [...facts, ...(errorTree ? ['Error:', errorTree] : [])].join('\n');
  return bounded(text, SUPPORT_MOST);
}

function timeOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : universalTime(ms);
}
