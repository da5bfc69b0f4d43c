import type { WebClient } from '@slack/web-api';
import { unlessLater } from '../asking/unless-later.ts';
import type { UserId } from '../watch/names.ts';

/** People travel, and clocks change with the zone, not with us. */
const KNOWN_FOR_MS = 3_600_000;
const MOST_KNOWN = 1000;
/** Who presses waits for what it does. */
const ASK_WITHIN_MS = 1000;

/**
 * Asks Slack in which time zone somebody lives. That takes the scope `users:read`, which is optional.
 *
 * @param now in milliseconds since the epoch
 * @returns undefined where nobody knows
 */
export function createTimeZones(
  client: WebClient,
  now: () => number,
): (user: UserId) => Promise<string | undefined> {
  const known = new Map<UserId, { readonly zone: string; readonly until: number }>();

  async function ask(user: UserId): Promise<string | undefined> {
    try {
      const { user: told } = await client.users.info({ user });
      if (!told?.tz) return undefined;
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(user, { zone: told.tz, until: now() + KNOWN_FOR_MS });
      return told.tz;
    } catch {
      return undefined;
    }
  }

  return async (user) => {
    const before = known.get(user);
    if (before && before.until > now()) return before.zone;
    return await unlessLater(ask(user), ASK_WITHIN_MS, undefined);
  };
}
