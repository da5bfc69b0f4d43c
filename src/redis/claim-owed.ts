import type { Connection } from './connection.ts';
import { claimField } from './fields.ts';
import { LOSS_MATTERS_MS, type Memory } from './memory.ts';
import { bornOf, type OwedItem, ownerOfItem } from './owed-item.ts';
import { claimPost } from './steps/claim-post.ts';

/** A time in which something may have been posted, in milliseconds since the epoch, by the clock of Redis. */
export interface LostTime {
  readonly since: number;
  /** Undefined where it may have been posted until now. */
  readonly until?: number;
}

/** An item may have been posted then, in one of these places. */
interface Doubt extends LostTime {
  readonly places: readonly string[];
}

/**
 * The right to post an item, for as long as a lease runs.
 *
 * - `claimed`: `doubt` is set where it may have been posted already
 * - `busy`: another process is posting it; its lease runs for `leftMs` yet
 * - `settled`: it is no longer owed
 */
export type Claim =
  | {
      readonly kind: 'claimed';
      readonly name: string;
      readonly doubt?: Doubt;
    }
  | { readonly kind: 'busy'; readonly leftMs: number }
  | { readonly kind: 'settled' };

/** What is to be written down of a post that is about to be sent. */
interface ClaimWish {
  readonly place: string;
  readonly leaseMs: number;
  readonly name: string;
}

/**
 * Writes down that an item is about to be posted, and where.
 *
 * @returns `ownerless` where nothing is kept any more of what the item is about
 */
export async function claimOwed(
  connection: Connection,
  owed: OwedItem,
  wish: ClaimWish,
  memory: Memory | undefined,
): Promise<Claim | 'ownerless'> {
  const { client, keys } = connection;
  const { place, leaseMs, name } = wish;
  const { destination, raw, item } = owed;
  const answer = await claimPost(client, {
    owner: ownerOfItem(keys, item),
    outbox: keys.outbox(destination),
    item: raw,
    field: claimField(item),
    name,
    place,
    leaseMs,
    marks: keys.marks,
    memory: keys.memory,
    born: bornOf(item),
    lossMattersMs: LOSS_MATTERS_MS,
    ...memory?.knowledge,
  });
  switch (answer[0]) {
    case 'settled':
      return { kind: 'settled' };
    case 'ownerless':
      return 'ownerless';
    case 'went-back':
      await memory?.mark();
      return await claimOwed(connection, owed, wish, memory);
    case 'busy':
      return { kind: 'busy', leftMs: answer[1] };
    case 'claimed':
      memory?.marked(answer[1]);
      return { kind: 'claimed', name };
    case 'doubtful': {
      const [, mark, since, until, ...places] = answer;
      memory?.marked(mark);
      return {
        kind: 'claimed',
        name,
        doubt: { since, ...(until > 0 && { until }), places },
      };
    }
    default:
      return answer satisfies never;
  }
}
