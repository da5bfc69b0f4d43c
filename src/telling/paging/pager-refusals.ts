import type { Logger } from 'pino';
import type { Pager } from '../../pagers/pager.ts';
import type { PagerItem } from '../../watch/outbox-item.ts';

const COUNT_EVERY_MS = 60 * 60_000;
/** A pager has few ways to refuse. */
const MOST_KINDS = 50;

/** A pager has refused something, for what it says. */
export type ReportRefusal = (
  item: PagerItem,
  pager: Pick<Pager, 'title' | 'advice'>,
  error: string,
) => void;

/**
 * Writes down what pagers refuse. As a rule it is the key, and then they refuse all that they are told, again and
 * again: each kind is written down at once, and after that once an hour how often it came.
 */
export function createPagerRefusals(log: Logger, now: () => number): ReportRefusal {
  const standing = new Map<string, { countedAt: number; times: number }>();

  return (item, { title, advice }, error) => {
    const at = now();
    const kind = `${item.pager} ${statusOf(error)}`;
    const known = standing.get(kind);
    if (known && at - known.countedAt < COUNT_EVERY_MS) {
      known.times += 1;
      return;
    }
    if (!known && standing.size >= MOST_KINDS) return;
    standing.set(kind, { countedAt: at, times: 0 });
    const { pager, watchId, what } = item;
    const again = known && known.times > 0 ? { times: known.times } : {};
    log.error(
      { event: 'pager.refused', pager, watch: watchId, what: what.kind, ...again, error },
      `${title} refuses it. ${advice}`,
    );
  };
}

/** What it says besides may differ from one to the next. */
function statusOf(error: string): string {
  return /^\d{3}\b/.exec(error)?.[0] ?? error;
}
