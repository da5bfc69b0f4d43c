import type { Logger } from 'pino';
import type { RedisFault } from '../redis/access/fault-kinds.ts';

export interface RedisReporter {
  report(fault: RedisFault, error: unknown): void;
  /** All connections are in order again. */
  healed(): void;
}

const COUNT_EVERY_MS = 60_000;
/** Of different kinds: a fault shows in different ways, but hardly in so many. */
const MOST_AT_ONCE = 8;
const AT_ONCE_MS = 10_000;

interface Standing {
  readonly fault: RedisFault;
  since: number;
  countedAt: number;
  times: number;
}

/**
 * Writes down what goes wrong with Redis, on whatever connection and in whatever library. An outage raises
 * errors by the thousand: each new kind is written down at once, and after that once a minute how often it came.
 */
export function createRedisReporter(log: Logger, now: () => number): RedisReporter {
  const standing = new Map<string, Standing>();
  let newest: readonly number[] = [];

  function report(fault: RedisFault, error: unknown): void {
    // A good start is not a fault.
    if (fault.kind === 'not-tried') return;
    const at = now();
    const known = standing.get(fault.kind);
    if (known && at - known.countedAt < COUNT_EVERY_MS) {
      known.times += 1;
      return;
    }
    newest = newest.filter((time) => at - time < AT_ONCE_MS);
    if (!known && newest.length >= MOST_AT_ONCE) return;
    newest = [...newest, at];
    const times = known?.times ?? 0;
    standing.set(fault.kind, { fault, since: known?.since ?? at, countedAt: at, times: 0 });
    const again = times > 0 ? { times } : {};
    log.error({ event: 'redis.error', kind: fault.kind, ...again, err: error }, said(fault));
  }

  function healed(): void {
    if (standing.size === 0) return;
    const since = Math.min(...[...standing.values()].map((each) => each.since));
    const times = Object.fromEntries([...standing].map(([kind, each]) => [kind, each.times + 1]));
    log.info({ event: 'redis.healed', afterMs: now() - since, times }, 'Redis is in order again');
    standing.clear();
  }

  return { report, healed };
}

function said({ problem, advice }: RedisFault): string {
  return `${problem}. ${advice}${/[.?!]$/.test(advice) ? '' : '.'}`;
}
