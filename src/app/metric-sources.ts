import type { AsideStore } from '../redis/aside-store.ts';
import type { Connection } from '../redis/connection.ts';
import type { OutboxStore } from '../redis/outbox-store.ts';
import type { ReadBudget } from '../redis/read-budget.ts';
import type { ReminderStore } from '../redis/reminder-store.ts';
import type { UnreadableValue } from '../redis/set-aside.ts';
import type { FoundWatch } from '../redis/stored-record.ts';
import { findUnreadable } from '../redis/unreadable-values.ts';
import type { WatchStore } from '../redis/watch-store.ts';
import { type ReadRound, readRounds } from '../watch/read-round.ts';
import { ConditionName, isLive } from '../watch/watch-record.ts';
import type { MetricSources } from './metrics.ts';
import { owedPagers, type Pagers } from './pagers.ts';

/** Counting conditions takes reading every live record: not for each of a scraper's questions. */
const COUNT_EVERY_MS = 60_000;

export interface MetricSourceDependencies {
  readonly connection: Connection;
  readonly watches: WatchStore;
  readonly reads: Pick<ReadBudget, 'pace'>;
  readonly outboxes: OutboxStore;
  readonly reminders: Pick<ReminderStore, 'untaken'>;
  readonly aside: AsideStore;
  /** Absent: there is no pager. */
  readonly silentMs?: Pagers['silentMs'] | undefined;
}

/** What the metrics and notices count out of Redis. */
export interface CountedInRedis extends MetricSources {
  readonly unreadable: () => Promise<readonly UnreadableValue[]>;
}

interface Counts {
  readonly watches: ReadonlyMap<string, number>;
  readonly unreadable: readonly UnreadableValue[];
  readonly rounds: readonly ReadRound[];
}

/** What the metrics count out of Redis. */
export function metricSources(
  dependencies: MetricSourceDependencies,
  now: () => number,
): CountedInRedis {
  const { outboxes, reminders, aside, silentMs } = dependencies;
  let counted: { readonly at: number; readonly counts: Promise<Counts> } | undefined;

  /** Whoever asks while it is counted gets the same. */
  async function counts(): Promise<Counts> {
    const age = counted ? now() - counted.at : Number.NaN;
    if (counted && age >= 0 && age < COUNT_EVERY_MS) return await counted.counts;
    const counting = { at: now(), counts: aside.past(() => count(dependencies)) };
    counted = counting;
    counting.counts.catch(() => {
      if (counted === counting) counted = undefined;
    });
    return await counting.counts;
  }

  return {
    watches: async () => (await counts()).watches,
    unreadable: async () => (await counts()).unreadable,
    rounds: async () => (await counts()).rounds,
    async outbox() {
      const { items, stuck } = await aside.past(() => outboxes.backlog());
      return { items, stuck: stuck.length };
    },
    async silentPagers() {
      return silentMs?.(await aside.past(() => owedPagers(outboxes))) ?? new Map();
    },
    async untaken() {
      const calls = await aside.past(() => reminders.untaken());
      return calls.map(({ at }) => now() - at);
    },
  };
}

async function count({ connection, watches, reads }: MetricSourceDependencies): Promise<Counts> {
  const states = ['running', ...ConditionName.options] as const;
  const counts = new Map<string, number>(states.map((state) => [state, 0]));
  const add = (state: string) => counts.set(state, (counts.get(state) ?? 0) + 1);
  const odd: FoundWatch[] = [];
  const known = new Set<string>();
  for await (const found of watches.findLive()) {
    known.add(found.kind === 'record' ? found.record.id : found.id);
    if (found.kind === 'unreadable' || !found.isCounted) odd.push(found);
    if (found.kind === 'unreadable' || !isLive(found.record)) continue;
    add('running');
    for (const name of ConditionName.options) if (found.record.conditions[name]) add(name);
  }
  const rounds = readRounds(await watches.liveBySubscription(), reads.pace.intervalMs);
  const unreadable = await findUnreadable(connection, watches, odd, known);
  return { watches: counts, unreadable, rounds };
}
