import { operationPath } from '../azure/format-operation.ts';
import type { WatchId } from '../watch/names.ts';
import { isLive, verdictOf, type WatchRecord } from '../watch/watch-record.ts';
import type { Presser } from './asker.ts';
import { findOperations } from './find-operation.ts';
import { type Forgotten, NO_LONGER_KEPT, type Refusal } from './refusals.ts';
import { type Searching, soonOrSearching } from './searching.ts';
import { lookAt, type StatusAnswer } from './status.ts';
import { beginOrJoin, type WatchAnswer, type WatchDependencies } from './watch.ts';

/** There is nothing left to watch. */
export interface EndedStill {
  readonly kind: 'ended-still';
  /** As Azure tells it now. */
  readonly record: WatchRecord;
}

type AgainAnswer = WatchAnswer | EndedStill;

/**
 * Watches an operation anew, by the button of a card that has ended or was stopped, as that card was asked for. Where
 * Azure had ended it, Azure is asked first whether it still says so.
 */
export async function watchAgain(
  presser: Presser,
  watchId: WatchId,
  dependencies: WatchDependencies,
): Promise<AgainAnswer | Searching<AgainAnswer> | Forgotten> {
  const { watches, reach, past, questions } = dependencies;
  const record = (await watches.load(watchId))?.record;
  if (!record) return NO_LONGER_KEPT;
  const { reference } = record;
  // What may be read may have changed since then.
  const [found] = findOperations({ operation: operationPath(reference) }, reach);
  if (found.kind === 'refused') return found;
  const card = record.cards.findLast(({ channel }) => channel === presser.channel);
  const asker = { ...presser, isPrivate: card?.isPrivate ?? false };
  const { label, tellAlso = [], isQuiet } = card ?? {};
  const wish = { ...(label !== undefined && { label }), tellAlso, isQuiet };
  const begin = () => beginOrJoin(asker, reference, wish, dependencies);
  const { stored } = await watches.newest(reference);
  if (!hasEndedAtAzure(stored?.record ?? record)) return await begin();
  const refusal = questions.whyNot(presser.user, [reference]);
  if (refusal) return refusal;
  const answer = past(async () => {
    const seen = await lookAt(presser.user, reference, dependencies);
    return endingIn(seen) ?? (await begin());
  });
  return await soonOrSearching(answer, [reference]);
}

function hasEndedAtAzure(record: WatchRecord): boolean {
  return ['succeeded', 'failed', 'canceled', 'ended-otherwise'].includes(verdictOf(record));
}

/** Why it need not, or can't, be watched; undefined where it goes on. */
function endingIn(seen: StatusAnswer): EndedStill | Refusal | undefined {
  if (seen.kind === 'refused') {
    const explanation = 'Azure no longer knows that operation. Its card tells how it ended.';
    return { kind: 'refused', explanation };
  }
  const { record } = seen;
  if (!isLive(record)) return { kind: 'ended-still', record };
  if (!record.trouble) return undefined;
  const explanation =
    'It had ended, and I can’t look at the moment whether it still has, so I leave it at that. ' +
    record.trouble.explanation;
  return { kind: 'refused', explanation };
}
