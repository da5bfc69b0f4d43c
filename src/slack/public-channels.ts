import type { WebClient } from '@slack/web-api';
import type { PublicAmong } from '../asking/listed-cards.ts';
import { unlessLater } from '../asking/unless-later.ts';
import type { ChannelId } from '../watch/names.ts';

/** Slack allows 50 such calls a minute: docs.slack.dev/apis/web-api/rate-limits. Others need some, too. */
const MOST_ASKED = 20;
/** Somebody makes a channel private, and for so long it may still be listed. */
const KNOWN_FOR_MS = 60_000;
/** Who asks waits for an answer of 3 s at most. */
const ASK_WITHIN_MS = 1000;

interface Known {
  readonly isPublic: boolean;
  readonly until: number;
}

/**
 * Looks which channels are still public: anybody with the right to it can make one private, and Slack tells nobody.
 * Whatever is not known counts as private.
 *
 * @param now in milliseconds since the epoch
 */
export function createPublicAmong(client: WebClient, now: () => number): PublicAmong {
  const known = new Map<ChannelId, Known>();

  async function look(channel: ChannelId): Promise<void> {
    try {
      const { channel: told } = await client.conversations.info({ channel });
      const isPublic = told?.is_channel === true && told.is_private === false;
      known.set(channel, { isPublic, until: now() + KNOWN_FOR_MS });
    } catch {
      // Not known: asked again the next time.
      known.delete(channel);
    }
  }

  return async (channels) => {
    for (const [channel, { until }] of known) if (until <= now()) known.delete(channel);
    const wanted = [...new Set(channels)];
    const unknown = wanted.filter((channel) => !known.has(channel)).slice(0, MOST_ASKED);
    if (unknown.length > 0) {
      await unlessLater(Promise.all(unknown.map(look)), ASK_WITHIN_MS, undefined);
    }
    return new Set(wanted.filter((channel) => known.get(channel)?.isPublic));
  };
}
