import type { WebClient } from '@slack/web-api';
import * as v from 'valibot';
import { ChannelId, type UserId } from '../../watch/names.ts';
import { slackFailure } from '../api/slack-failure.ts';

/** In which channels somebody is; undefined where Slack does not tell. Never rejects. */
export type Memberships = (user: UserId) => Promise<ReadonlySet<ChannelId> | undefined>;

/** Who has left a private channel sees for so long at most what stands there. */
const KNOWN_FOR_MS = 5 * 60_000;
const MOST_KNOWN = 300;
/** Slack gives up to 999 at a time. */
const AT_ONCE = 999;
const MOST_PAGES = 5;

type Known = Promise<ReadonlySet<ChannelId> | undefined>;

/** Asks Slack in which channels people are: of private ones, it names those in which the bot is, too. */
export function createMemberships(client: WebClient, now: () => number): Memberships {
  const known = new Map<UserId, { readonly at: number; readonly channels: Known }>();
  return async (user) => {
    const before = known.get(user);
    if (before && Math.abs(now() - before.at) < KNOWN_FOR_MS) return await before.channels;
    const channels = channelsOf(client, user);
    known.delete(user);
    known.set(user, { at: now(), channels });
    for (const oldest of known.keys()) {
      if (known.size <= MOST_KNOWN) break;
      known.delete(oldest);
    }
    const found = await channels;
    if (!found) known.delete(user);
    return found;
  };
}

async function channelsOf(client: WebClient, user: UserId): Known {
  try {
    return await channelsOfTypes(client, user, 'public_channel,private_channel');
  } catch (error) {
    if (slackFailure(error).error !== 'missing_scope') return undefined;
    // Of private channels alone, the scope may have been left out.
    return await channelsOfTypes(client, user, 'public_channel').catch(() => undefined);
  }
}

async function channelsOfTypes(
  client: WebClient,
  user: UserId,
  types: string,
): Promise<ReadonlySet<ChannelId>> {
  const found = new Set<ChannelId>();
  let cursor = '';
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await client.users.conversations({
      ...{ user, types, limit: AT_ONCE, exclude_archived: true },
      ...(cursor && { cursor }),
    });
    for (const { id } of answer.channels ?? []) if (id) found.add(v.parse(ChannelId, id));
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (!cursor) break;
  }
  return found;
}
