import { performance } from 'node:perf_hooks';
import type { SlackFailure } from '../slack/api/slack-failure.ts';
import type { Found, Place, SlackWriter } from '../slack/api/slack-writer.ts';
import type { Message } from '../slack/messages/message.ts';
import type { Claim, OutboxStore, OwedItem } from '../store/outbox-store.ts';
import { itemId, type OutboxItem } from '../watch/outbox-item.ts';
import { TAKE_OVER } from './take-over.ts';
import type { NotYet } from './try-later.ts';

/** How far back of the doubtful attempt we look: clocks differ, and may have been set in between. */
const LOOK_BACK_MS = 3_600_000;
/** A claim older than this is not used: another process might be about to take it over. */
const USABLE_MS = 3000;

export interface PostOnceDependencies {
  readonly outboxes: OutboxStore;
  readonly writer: SlackWriter;
  /** Longer than a claim may be used plus the longest call to Slack. */
  readonly leaseMs?: number;
}

/**
 * `posted`, or `adopted` where an earlier attempt had posted it, as it looked then. `settled`: another
 * process has dealt with it. `doubtful`: it may have been posted earlier, nobody can tell, and silence
 * is the lesser evil.
 */
export type PostedOnce =
  | { readonly kind: 'posted' | 'adopted'; readonly ts: string; readonly channel: string }
  | { readonly kind: 'settled' | 'doubtful' }
  | NotYet
  | SlackFailure;

type Claimed = Extract<Claim, { kind: 'claimed' }>;

/**
 * Posts an item, but never a second time: it is claimed first, by one process at a time, and a post
 * that was interrupted is looked up by its id before it is sent again. Where the bot may not look, a
 * doubt is resolved towards telling, except for a milestone.
 */
export async function postOnce(
  owed: OwedItem,
  place: Place,
  message: Message,
  dependencies: PostOnceDependencies,
): Promise<PostedOnce> {
  const { outboxes, writer } = dependencies;
  const { item } = owed;
  const first = await claimNow(owed, place, dependencies);
  if (first.kind !== 'claimed') return first;
  let claim: Claimed = first;
  if (first.doubt) {
    const earlier = await findEarlier(item, first.doubt, writer);
    if (earlier.kind === 'adopted') return earlier;
    if (earlier.kind === 'unreadable' && !mustTell(item)) return { kind: 'doubtful' };
    if (earlier.kind === 'later') {
      await outboxes.release(item, first.name, 'doubt');
      return earlier;
    }
    // Looking may have taken long.
    const again = await claimNow(owed, place, dependencies, first.name);
    if (again.kind !== 'claimed') return again;
    claim = again;
  }
  const posted = await writer.post(place, itemId(item), message);
  if (posted.kind === 'posted') return { ...posted, channel: place.channel };
  const unsure = posted.kind === 'later' && posted.taken === 'unknown';
  await outboxes.release(item, claim.name, unsure ? 'doubt' : 'none');
  return posted;
}

/** Claims the item, and gives that up where Redis took so long that the claim may soon be another's. */
async function claimNow(
  owed: OwedItem,
  place: Place,
  { outboxes, leaseMs = TAKE_OVER.leaseMs }: PostOnceDependencies,
  name?: string,
): Promise<Claimed | { readonly kind: 'settled' } | NotYet> {
  const askedAt = performance.now();
  const claim = await outboxes.claim(owed, writtenPlace(place), leaseMs, name);
  switch (claim.kind) {
    case 'settled':
      return claim;
    case 'held':
      // Another process is posting it.
      return { kind: 'not-yet', afterMs: claim.leftMs };
    case 'claimed':
      if (performance.now() - askedAt < USABLE_MS) return claim;
      await outboxes.release(owed.item, claim.name, claim.doubt ? 'doubt' : 'none');
      return { kind: 'not-yet', afterMs: 0 };
    default:
      return claim satisfies never;
  }
}

type Earlier = { readonly kind: 'adopted'; readonly ts: string; readonly channel: string };

async function findEarlier(
  item: OutboxItem,
  { since, places }: NonNullable<Claimed['doubt']>,
  writer: SlackWriter,
): Promise<Earlier | Exclude<Found, { kind: 'found' }>> {
  let isUnreadable = false;
  for (const place of places.map(readPlace)) {
    const found = await writer.find(place, itemId(item), since - LOOK_BACK_MS);
    if (found.kind === 'found') return { kind: 'adopted', ts: found.ts, channel: place.channel };
    if (found.kind === 'later') return found;
    isUnreadable ||= found.kind === 'unreadable';
  }
  return { kind: isUnreadable ? 'unreadable' : 'absent' };
}

function mustTell(item: OutboxItem): boolean {
  return !(item.kind === 'note' && item.note.kind === 'milestone');
}

function writtenPlace({ channel, threadTs }: Place): string {
  return threadTs ? `${channel}/${threadTs}` : channel;
}

function readPlace(written: string): Place {
  const [channel = '', threadTs] = written.split('/');
  return threadTs ? { channel, threadTs } : { channel };
}
