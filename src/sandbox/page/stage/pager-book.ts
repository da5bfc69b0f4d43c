import type { SimulatedPagerDuty } from '../../pager/simulated-pager-duty.ts';
import type { PagePagerEvent } from '../protocol.ts';

/** So many are shown. */
const MOST = 30;

/** What a pager was told, as the page shows it. */
export interface PagerBook {
  readonly events: readonly PagePagerEvent[];
  stop(): void;
}

/** @param onChange called after each event */
export function createPagerBook(
  { onEvent, calls }: SimulatedPagerDuty,
  onChange: () => void,
): PagerBook {
  let events: readonly PagePagerEvent[] = [];
  const summaries = new Map<string, string>();
  let id = 0;
  const stop = onEvent((event) => {
    id += 1;
    if (event.summary !== undefined) summaries.set(event.key, event.summary);
    const { at, action, key } = event;
    const summary = summaries.get(key) ?? key;
    const isCall = calls.includes(event);
    events = [...events, { id, at, action, summary, isCall }].slice(-MOST);
    onChange();
  });
  return {
    get events() {
      return events;
    },
    stop,
  };
}
