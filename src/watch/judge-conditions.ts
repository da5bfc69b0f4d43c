import type { Change } from './change.ts';
import type { CardKey, WatchId } from './names.ts';
import type { OutboxItem } from './outbox-item.ts';
import type { WatchPolicy } from './policy.ts';
import { progressOf } from './progress.ts';
import { READ_FAILURES } from './read-failures.ts';
import type { Reading } from './reading.ts';
import { standingCards } from './watch-card.ts';
import { ConditionName, type Conditions, type LiveWatch, type Spell } from './watch-record.ts';

/** An estimate is missed by half the time that it gave, and by no less than this. */
const OVERDUE_LEAST_MS = 15 * 60_000;
const OVERDUE_SHARE = 0.5;

/**
 * Finds which conditions have come or gone with a reading, and what is to be told of it: each once
 * when it comes, and once when it goes.
 */
export function judgeConditions(
  after: Change<LiveWatch>,
  reading: Reading,
  now: number,
  policy: WatchPolicy,
): Change<LiveWatch> {
  return ConditionName.options.reduce((change, name) => {
    const since = sinceWhen(name, change.record, reading, now, policy);
    const standing = change.record.conditions[name];
    if (since === 'unknown') return change;
    if (standing) return since === undefined ? clear(change, name, standing, now) : change;
    return since === undefined ? change : raise(change, name, since, now, policy);
  }, after);
}

/**
 * Since when it has been so; undefined where it is not so. `unknown`: this reading does not tell, so
 * all stays as it was.
 */
function sinceWhen(
  name: ConditionName,
  record: LiveWatch,
  reading: Reading,
  now: number,
  policy: WatchPolicy,
): number | undefined | 'unknown' {
  switch (name) {
    case 'blind': {
      const { trouble } = record;
      if (!trouble) return undefined;
      return trouble.blindMs >= policy.blindAfterMs ? trouble.since : 'unknown';
    }
    case 'stalled':
      if (reading.kind === 'failure') return 'unknown';
      return record.unmovedMs >= policy.stallAfterMs ? (record.movedAt ?? now) : undefined;
    case 'overdue':
      if (reading.kind === 'failure') return 'unknown';
      return isOverdue(record, now) ? record.expectedEndAt : undefined;
    default:
      return name satisfies never;
  }
}

function isOverdue({ expectedEndAt, latest, begunAt }: LiveWatch, now: number): boolean {
  if (expectedEndAt === undefined) return false;
  const startedAt = latest?.snapshot.startedAt ?? begunAt;
  const margin = Math.max(OVERDUE_LEAST_MS, OVERDUE_SHARE * (expectedEndAt - startedAt));
  return now > expectedEndAt + margin;
}

function raise(
  { record, outbox, changedCards }: Change<LiveWatch>,
  condition: ConditionName,
  since: number,
  now: number,
  policy: WatchPolicy,
): Change<LiveWatch> {
  const number = record.spells + 1;
  // Of a sign-in that is refused, on-call is told as a fault, once for all watches.
  const isFault =
    condition === 'blind' &&
    record.trouble &&
    READ_FAILURES[record.trouble.failure].blinds !== 'all';
  const alerted = policy.alertOn.includes(condition) && !isFault;
  const told = { condition, spell: number, since };
  const alert: OutboxItem = { kind: 'condition-alert', watchId: record.id, at: now, ...told };
  const explanation = condition === 'blind' ? record.trouble?.explanation : undefined;
  const note = {
    kind: 'condition' as const,
    at: now,
    ...told,
    ...(explanation !== undefined && { explanation }),
  };
  const toldTo = [...standingCards(record)];
  return {
    record: {
      ...record,
      spells: number,
      conditions: { ...record.conditions, [condition]: { number, since, toldTo, alerted } },
    },
    outbox: [...(alerted ? [alert] : []), ...outbox, ...notes(record, note, toldTo)],
    changedCards: [...new Set([...changedCards, ...toldTo])],
  };
}

function clear(
  { record, outbox, changedCards }: Change<LiveWatch>,
  condition: ConditionName,
  spell: Spell,
  now: number,
): Change<LiveWatch> {
  const { [condition]: _over, ...conditions } = record.conditions;
  const progress = record.latest ? progressOf(record.latest.snapshot) : {};
  const told = { condition, spell: spell.number, since: spell.since };
  const note = { kind: 'condition-over' as const, at: now, ...told, progress };
  return {
    record: { ...record, conditions },
    outbox: [
      ...outbox,
      ...notes(
        record,
        note,
        standingCards(record).filter((key) => spell.toldTo.includes(key)),
      ),
      ...alertsOver(record.id, { [condition]: spell }, now),
    ],
    changedCards: [...new Set([...changedCards, ...standingCards(record)])],
  };
}

/** Tells the on-call channel, where it was called for a condition, that the condition is over. */
export function alertsOver(
  watchId: WatchId,
  conditions: Conditions,
  now: number,
): readonly OutboxItem[] {
  return ConditionName.options.flatMap((condition): readonly OutboxItem[] => {
    const spell = conditions[condition];
    if (!spell?.alerted) return [];
    return [{ kind: 'condition-alert-over', watchId, at: now, condition, spell: spell.number }];
  });
}

function notes(
  { id }: LiveWatch,
  note: Extract<OutboxItem, { kind: 'note' }>['note'],
  cardKeys: readonly CardKey[],
): readonly OutboxItem[] {
  return cardKeys.map((cardKey) => ({ kind: 'note', watchId: id, cardKey, at: note.at, note }));
}
