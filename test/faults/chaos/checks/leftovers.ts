import type { RedisKey } from './observation.ts';
import type { Violation } from './violation.ts';

const OWED = /^\{mysqlop\}:(?:outbox:.+|owing|edits|edits-leased|live)$/;
const QUEUE = /^\{mysqlop\}:(watches|posts):(.+)$/;
/** What BullMQ keeps of a queue, whether it has jobs or not. */
const CONSTANT = new Set([
  ...['meta', 'events', 'id', 'marker', 'stalled-check', 'stalled', 'pc', 'limiter', 'repeat'],
]);
/** Where job ids stand. */
const STATES = new Set([
  'wait',
  'active',
  'paused',
  'delayed',
  'prioritized',
  'failed',
  'completed',
]);
/** What memory notes of itself; and the calls that nobody has acknowledged. Their appointments end with the last reminder. */
const STANDING = /^\{mysqlop\}:(?:memory|marks|untaken)$/;
const SWEEP = /^repeat:sweep(?::\d+)?$/;

/** Nothing is owed, no job is left, and what is kept belongs to an ended watch and has an end. */
export function leftovers(keys: readonly RedisKey[]): readonly Violation[] {
  return keys.flatMap((key) => {
    const what = whatIsLeft(key);
    return what === undefined ? [] : [{ promise: 'nothing is left', what: `${key.name}: ${what}` }];
  });
}

function whatIsLeft(key: RedisKey): string | undefined {
  if (OWED.test(key.name)) return `owed: ${key.entries.join(', ') || key.type}`;
  const [, , part] = QUEUE.exec(key.name) ?? [];
  if (part !== undefined) return leftInQueue(part, key);
  if (key.verdict === 'running') return 'a watch that has not ended';
  return key.ttlMs < 0 && !STANDING.test(key.name) ? 'is kept for ever' : undefined;
}

function leftInQueue(part: string, { entries }: RedisKey): string | undefined {
  if (CONSTANT.has(part) || SWEEP.test(part) || part.startsWith('metrics:')) return undefined;
  if (!STATES.has(part)) return 'a job or what belongs to one';
  const jobs = entries.filter((id) => !SWEEP.test(id));
  return jobs.length > 0 ? `jobs ${jobs.join(', ')}` : undefined;
}
