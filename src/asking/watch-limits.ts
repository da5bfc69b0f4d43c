import type { WatchStore } from '../redis/watch-store.ts';
import { isPerson } from '../watch/askers.ts';
import { activeCards } from '../watch/watch-card.ts';
import { isLive } from '../watch/watch-record.ts';
import type { Caller } from './asker.ts';
import type { Refusal } from './refusals.ts';

/** How many watches may be live at a time. */
export interface WatchLimits {
  readonly perPerson: number;
  readonly perChannel: number;
}

/**
 * Has something done that begins a watch, unless the asker or the channel has as many as they may.
 *
 * @returns what was done, or why it was not
 */
export type WithinLimits = <Done>(
  asker: Caller,
  begin: () => Promise<Done>,
) => Promise<Done | Refusal>;

/**
 * Counts what is live and what this process is about to begin; others may be a watch or two ahead. What one
 * person begins is read with the same budget as everybody's.
 */
export function createWithinLimits(
  watches: Pick<WatchStore, 'findLive' | 'liveCount'>,
  { perPerson, perChannel }: WatchLimits,
): WithinLimits {
  let beginning: readonly Caller[] = [];

  async function whyNot(asker: Caller, before: readonly Caller[]): Promise<Refusal | undefined> {
    // Most often there are fewer in all than one may have.
    const least = Math.min(perPerson, perChannel);
    if ((await watches.liveCount()) + before.length < least) return undefined;
    const { theirs, here } = await count(asker);
    const alsoTheirs = before.filter(({ user }) => user === asker.user).length;
    const alsoHere = before.filter(({ channel }) => channel === asker.channel).length;
    if (theirs + alsoTheirs >= perPerson) {
      return isPerson(asker.user) ? tooManyOfYours(perPerson) : tooManyOfPipeline(perPerson);
    }
    return here + alsoHere >= perChannel ? tooManyHere(perChannel) : undefined;
  }

  async function count({ user, channel }: Caller) {
    let theirs = 0;
    let here = 0;
    for await (const live of watches.findLive()) {
      if (live.kind === 'unreadable' || !isLive(live.record)) continue;
      const cards = activeCards(live.record);
      if (cards.some((card) => card.askedBy === user)) theirs += 1;
      if (cards.some((card) => card.channel === channel)) here += 1;
    }
    return { theirs, here };
  }

  return async (asker, begin) => {
    const before = beginning;
    beginning = [...before, asker];
    try {
      return (await whyNot(asker, before)) ?? (await begin());
    } finally {
      beginning = beginning.filter((other) => other !== asker);
    }
  };
}

function tooManyOfYours(most: number): Refusal {
  return {
    kind: 'refused',
    isLimit: true,
    explanation:
      `You are watching ${most} operations already, which is as many as one person may. ` +
      '/mysqlop list mine shows them: please stop one that you no longer need, or ask whoever runs me to raise WATCHES_PER_PERSON.',
  };
}

function tooManyOfPipeline(most: number): Refusal {
  return {
    kind: 'refused',
    isLimit: true,
    explanation:
      `This pipeline is watching ${most} operations already, which is as many as one token may. ` +
      'Please stop one that is no longer needed, or ask whoever runs me to raise WATCHES_PER_PERSON.',
  };
}

function tooManyHere(most: number): Refusal {
  return {
    kind: 'refused',
    isLimit: true,
    explanation:
      `This channel is watching ${most} operations already, which is as many as one channel may. ` +
      '/mysqlop list shows them: please stop one that nobody needs any more, ask in another channel, or have whoever runs me raise WATCHES_PER_CHANNEL.',
  };
}
