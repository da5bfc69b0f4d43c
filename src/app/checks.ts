import type { ServerFacts } from '../redis/access/facts.ts';
import type { RedisAccess } from '../redis/access/redis-access.ts';
import type { FaultStore } from '../redis/fault-store.ts';
import type { Memory } from '../redis/memory.ts';
import type { OutboxStore } from '../redis/outbox-store.ts';
import type { UnreadableValue } from '../redis/set-aside.ts';
import { lossDuration } from '../slack/messages/memory-loss.ts';
import { kindOfDestination } from '../watch/names.ts';
import { isTooLong, type ReadRound } from '../watch/read-round.ts';
import { duration } from '../words/figures.ts';

/** What is wrong with Redis, in a sentence with what to do about it. */
export function redisProblem(access: RedisAccess): string | undefined {
  const fault = access.fault();
  return fault && `${fault.problem}. ${fault.advice}`;
}

/** With another eviction policy than `noeviction` Redis may drop a watch when its memory is full. */
export function evictionProblem({ evictionPolicy: policy }: ServerFacts): string | undefined {
  if (policy === 'noeviction') return undefined;
  return policy === undefined
    ? 'Redis does not tell me its maxmemory-policy: see that it is noeviction'
    : `Redis runs with maxmemory-policy ${policy} and may drop watches when its memory is full: set it to noeviction where you can, else see that it never fills`;
}

/** Says for a day that memory went back. */
export function memoryProblem({
  isMarked,
  loss,
}: Pick<Memory, 'isMarked' | 'loss'>): string | undefined {
  if (!isMarked) return 'not known while Redis does not answer';
  if (!loss) return undefined;
  const { since, from, to } = loss;
  const at = new Date(since).toISOString();
  return to > 0
    ? `Redis went back by ${lossDuration(from - to)} at ${at}: watches begun in that time are gone and have to be begun again`
    : `Redis lost all that it kept at ${at}: watches begun before are gone and have to be begun again`;
}

/** Says of which faults on-call was told, and that they stand; undefined where there is none. */
export async function azureProblem(
  faults: FaultStore,
  nameOf: (subscriptionId: string) => string,
): Promise<string | undefined> {
  const standing = await faults.describe().catch(() => undefined);
  if (!standing) return 'not known while Redis does not answer';
  if (standing.length === 0) return undefined;
  return standing
    .map(({ subscription, since, explanation }) => {
      const where = subscription === undefined ? 'Azure' : nameOf(subscription);
      return `${where} refuses the bot’s sign-in since ${new Date(since).toISOString()}: ${explanation}`;
    })
    .join(' ');
}

/** Says what could be told nowhere in Slack; undefined where there is nothing of the kind. */
export async function outboxProblem(outboxes: OutboxStore): Promise<string | undefined> {
  const backlog = await outboxes.backlog().catch(() => undefined);
  if (!backlog) return 'not known while Redis does not answer';
  const stuck = backlog.stuck.filter(
    ({ destination }) => kindOfDestination(destination) !== 'pager',
  );
  const [first] = stuck;
  if (!first) return undefined;
  const more = stuck.length > 1 ? ` and ${stuck.length - 1} more` : '';
  return `Slack takes this nowhere: ${first.destination} (${first.error})${more}. It stays owed and is tried again.`;
}

/**
 * Says where a round of reads takes longer than POLL_MAX; undefined where none does.
 *
 * @param nameOf a subscription's name, by its id
 */
export async function roundProblem(
  find: () => Promise<readonly ReadRound[]>,
  pollMaxMs: number,
  nameOf: (subscriptionId: string) => string,
): Promise<string | undefined> {
  const rounds = await find().catch(() => undefined);
  if (!rounds) return 'not known while Redis does not answer';
  const long = rounds.filter((round) => isTooLong(round, pollMaxMs));
  if (long.length === 0) return undefined;
  const named = long.map(
    ({ subscriptionId, watches, ms }) =>
      `the ${watches} watches of ${nameOf(subscriptionId)} in ${duration(ms)}`,
  );
  return `All are read once only in a time longer than POLL_MAX (${duration(pollMaxMs)}): ${named.join(', ')}. What happens to them is told later by as much: raise ARM_READS_PER_SECOND, of which Azure allows 25, or watch fewer operations at a time.`;
}

/** So many are named; the others are like them, as a rule. */
const NAMED = 5;

/** Names the values in Redis that can't be read; undefined where there are none. */
export async function unreadableProblem(
  find: () => Promise<readonly UnreadableValue[]>,
): Promise<string | undefined> {
  const values = await find().catch(() => undefined);
  if (!values) return 'not known while Redis does not answer';
  if (values.length === 0) return undefined;
  const counted = values.length === 1 ? '1 value' : `${values.length} values`;
  const named = values.slice(0, NAMED).map(({ where, why }) => `${where} (${why})`);
  const more = values.length > NAMED ? ` and ${values.length - NAMED} more` : '';
  return `${counted} in Redis can’t be read and ${values.length === 1 ? 'is' : 'are'} left alone: ${named.join(', ')}${more}. All else goes on; docs/operations.md tells what to do.`;
}
