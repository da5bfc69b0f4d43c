import type { WatchStore } from '../redis/watch-store.ts';
import type { WatchId } from '../watch/names.ts';
import type { WatchRecord } from '../watch/watch-record.ts';
import type { Presser } from './asker.ts';
import { type Forgotten, NO_LONGER_KEPT } from './refusals.ts';

/** What Azure's support asks for, as it was last seen. */
export interface SupportAnswer {
  readonly kind: 'support';
  readonly record: WatchRecord;
}

/** Gathers what Azure's support asks for about a watch with a card where it is asked. Azure is not asked anew. */
export async function supportOf(
  { channel }: Presser,
  watchId: WatchId,
  { watches }: { readonly watches: WatchStore },
): Promise<SupportAnswer | Forgotten> {
  const record = (await watches.load(watchId))?.record;
  const isHere = record?.cards.some((card) => card.channel === channel);
  return record && isHere ? { kind: 'support', record } : NO_LONGER_KEPT;
}
