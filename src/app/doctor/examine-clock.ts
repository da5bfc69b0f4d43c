import type { Finding } from '../../asking/doctor.ts';
import { lossDuration } from '../../slack/messages/memory-loss.ts';

const ABOUT = 'Clock';
/** Less is no trouble to anybody. Slack refuses a request of which it or we think that it is 5 min old. */
const MOST_OFF_MS = 60_000;

/**
 * Whether this machine's clock goes as Slack's does, by the `Date` of an answer.
 *
 * @param url any of Slack's, which need not take what it is asked
 */
export async function examineClock(
  url: string,
  fetch: (url: string, init: { method: 'HEAD' }) => Promise<Pick<Response, 'headers'>>,
  now: () => number,
): Promise<readonly Finding[]> {
  const askedAt = now();
  const { headers } = await fetch(url, { method: 'HEAD' });
  const theirs = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(theirs)) {
    return [{ state: 'unknown', about: ABOUT, says: 'Slack does not tell what time it is.' }];
  }
  // Whenever in between it was written, and whatever of the second is cut off.
  const ahead = askedAt - theirs - 1000;
  const behind = theirs - now();
  if (Math.max(ahead, behind) <= MOST_OFF_MS) {
    return [{ state: 'fine', about: ABOUT, says: 'It goes as Slack’s does.' }];
  }
  const by = lossDuration(Math.max(ahead, behind));
  const way = ahead > behind ? 'ahead of' : 'behind';
  return [
    {
      state: 'fault',
      about: ABOUT,
      says: `My machine’s clock is ${by} ${way} Slack’s, so times are shown wrong, and requests of Slack’s may be refused as too old. Have it set by NTP.`,
    },
  ];
}
