import { isCallingCause } from './alert-cause.ts';
import type { Change } from './change.ts';
import type { PagerName, WatchId } from './names.ts';
import type { OutboxItem, PagerItem } from './outbox-item.ts';
import type { PagerEvent } from './pager-event.ts';
import { ConditionName, isLive, verdictOf, type WatchRecord } from './watch-record.ts';

/** How bad it is, in PagerDuty's words. */
export type PagerSeverity = 'critical' | 'error' | 'warning';

/**
 * Owes the pagers what calls the on-call channel, and its end. A pager knows one thing an operation: while it is
 * open, more of it calls nobody again. So what was odd is closed before an ending opens it anew, and is not closed
 * while something else is odd.
 */
export function withPagerEvents(change: Change, pagers: readonly PagerName[]): Change {
  const events = eventsOf(change);
  if (pagers.length === 0 || events.length === 0) return change;
  const { id } = change.record;
  const owed = pagers.flatMap((pager) =>
    events.map(({ at, what }) => pagerItem(id, pager, what, at)),
  );
  return { ...change, outbox: [...change.outbox, ...owed] };
}

/** What one pager is owed. */
export function pagerItem(
  watchId: WatchId,
  pager: PagerName,
  what: PagerEvent,
  at: number,
): PagerItem {
  return { kind: 'pager-event', watchId, at, pager, what };
}

interface Timed {
  readonly at: number;
  readonly what: PagerEvent;
}

function eventsOf({ record, outbox }: Change): readonly Timed[] {
  const raised = outbox.flatMap((item): readonly Timed[] => {
    if (item.kind !== 'condition-alert') return [];
    const { at, condition, spell, since } = item;
    return [{ at, what: { kind: 'condition', condition, spell, since } }];
  });
  const ended = outbox.flatMap(({ kind, ...item }): readonly Timed[] =>
    kind === 'alert' && 'at' in item ? [{ at: item.at, what: { kind: 'ended' } }] : [],
  );
  const [over] = outbox.filter(({ kind }) => kind === 'condition-alert-over');
  const isOver = over && 'at' in over && !stillStands(record, outbox);
  return [
    ...(isOver ? [{ at: over.at, what: { kind: 'over' } as const }] : []),
    ...raised,
    ...ended,
  ];
}

/** Whether on-call was called before for something that is odd still. */
function stillStands(record: WatchRecord, outbox: readonly OutboxItem[]): boolean {
  if (!isLive(record)) return false;
  const raised = new Set(
    outbox.flatMap((item) => (item.kind === 'condition-alert' ? [item.spell] : [])),
  );
  return ConditionName.options.some((name) => {
    const spell = record.conditions[name];
    return spell?.alerted && !raised.has(spell.number);
  });
}

/** How bad it is: what may have cost somebody their data is worst. */
export function pagerSeverity(what: PagerEvent, record: WatchRecord): PagerSeverity {
  if (what.kind === 'condition' || isLive(record)) return 'warning';
  const verdict = verdictOf(record);
  if (!isCallingCause(verdict)) return 'warning';
  // How it ended is not known.
  return verdict === 'gone' ? 'error' : 'critical';
}

/** Why a pager is told: `failed`, `gone`, `stalled`; of what is over, how the operation stands now. */
export function pagerCause(what: PagerEvent, record: WatchRecord): string {
  return what.kind === 'condition' ? what.condition : verdictOf(record);
}
