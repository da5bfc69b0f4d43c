import type { ChannelId } from '../watch/names.ts';
import type { ChosenPlace } from './chosen-place.ts';

/** A bot may be removed from a channel at any time, and who is told that it is closed mends that at once. */
const OPEN_FOR_MS = 60_000;
const CLOSED_FOR_MS = 5000;
/** Slack allows 50 such calls a minute: docs.slack.dev/apis/web-api/rate-limits. Others need some, too. */
const MOST_LOOKS = 20;
const LOOKS_WITHIN_MS = 60_000;

interface Remembered {
  readonly place: Promise<ChosenPlace>;
  until: number;
}

/**
 * Looks whether a card may stand in a channel, for those who ask by the hundred: each is looked at once in a while, and
 * where too many are asked for, nobody knows.
 *
 * @param now in milliseconds
 */
export function rememberedPlaces(
  look: (channel: ChannelId) => Promise<ChosenPlace>,
  now: () => number,
): (channel: ChannelId) => Promise<ChosenPlace> {
  const known = new Map<ChannelId, Remembered>();
  let looks: readonly number[] = [];

  function forgetOld(at: number): void {
    for (const [channel, { until }] of known) if (until <= at) known.delete(channel);
    looks = looks.filter((lookedAt) => lookedAt > at - LOOKS_WITHIN_MS);
  }

  return async (channel) => {
    const at = now();
    forgetOld(at);
    const remembered = known.get(channel);
    if (remembered) return await remembered.place;
    if (looks.length >= MOST_LOOKS) return { kind: 'open', isPrivate: undefined };
    looks = [...looks, at];
    const fresh: Remembered = { place: look(channel), until: at + OPEN_FOR_MS };
    known.set(channel, fresh);
    const place = await fresh.place;
    if (place.kind === 'closed') fresh.until = at + CLOSED_FOR_MS;
    // What Slack did not tell may be told the next time.
    else if (place.isPrivate === undefined) fresh.until = at;
    return place;
  };
}
