import type { MetricSources } from '../server/metrics.ts';
import type { OutboxStore } from '../store/outbox-store.ts';
import type { WatchStore } from '../store/watch-store.ts';
import { ConditionName } from '../watch/condition-name.ts';

/** Counting conditions takes reading every live record: not for each of a scraper's questions. */
const COUNT_EVERY_MS = 60_000;

/** What the metrics count out of Redis. */
export function metricSources(
  { watches, outboxes }: { readonly watches: WatchStore; readonly outboxes: OutboxStore },
  now: () => number,
): MetricSources {
  let counted: { readonly at: number; readonly counts: Map<string, number> } | undefined;
  return {
    async watches() {
      const age = counted ? now() - counted.at : Number.NaN;
      if (counted && age >= 0 && age < COUNT_EVERY_MS) return counted.counts;
      const counts = await count(watches);
      counted = { at: now(), counts };
      return counts;
    },
    async outbox() {
      const { items, stuck } = await outboxes.backlog();
      return { items, stuck: stuck.length };
    },
  };
}

async function count(watches: WatchStore): Promise<Map<string, number>> {
  const states = ['running', ...ConditionName.options] as const;
  const counts = new Map<string, number>(states.map((state) => [state, 0]));
  const add = (state: string) => counts.set(state, (counts.get(state) ?? 0) + 1);
  for await (const { conditions } of watches.live()) {
    add('running');
    for (const name of ConditionName.options) if (conditions[name]) add(name);
  }
  return counts;
}
