import type { DigestStore } from '../../redis/digest-store.ts';
import type { WatchStore } from '../../redis/watch-store.ts';
import type { StandingMessage } from '../../watch/names.ts';
import { cardStands } from '../../watch/watch-card.ts';
import { isLive, type WatchRecord } from '../../watch/watch-record.ts';

export interface LookedAfterDependencies {
  readonly watches: WatchStore;
  readonly digests: DigestStore;
}

/**
 * The cards on which it shows, too, that somebody looks after what an alert or a digest tells. Safe to repeat: a
 * card that shows it already is not edited.
 */
export async function lookedAfterCards(
  message: StandingMessage,
  dependencies: LookedAfterDependencies,
): Promise<readonly StandingMessage[]> {
  const records = await recordsOf(message, dependencies);
  return records
    .filter((record) => !isLive(record))
    .flatMap(({ id, cards }) =>
      cards
        .filter(cardStands)
        .map(({ key }) => ({ kind: 'card', watchId: id, cardKey: key }) as const),
    );
}

async function recordsOf(
  message: StandingMessage,
  { watches, digests }: LookedAfterDependencies,
): Promise<readonly WatchRecord[]> {
  switch (message.kind) {
    case 'card':
    // Whoever presses a reminder looks after the alert that it repeats, which is edited, too.
    case 'reminder':
      return [];
    case 'alert': {
      const stored = await watches.load(message.watchId);
      return stored ? [stored.record] : [];
    }
    case 'digest': {
      if (message.burst !== 'failures') return [];
      const digest = await digests.load(message.burst, message.digest);
      if (!digest?.acknowledged && !digest?.reopened) return [];
      return await watches.loadAll(digest.entries.map(({ item }) => item.watchId));
    }
    default:
      return message satisfies never;
  }
}
