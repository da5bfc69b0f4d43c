import { performance } from 'node:perf_hooks';
import * as v from 'valibot';
import { RECOVERY } from '../../queues/recovery.ts';
import type { NotYet } from '../../queues/sleep.ts';
import type { Claim, LostTime } from '../../redis/claim-owed.ts';
import type { OutboxStore } from '../../redis/outbox-store.ts';
import type { OwedItem } from '../../redis/owed-item.ts';
import type { Found } from '../../slack/api/own-posts.ts';
import type { Place } from '../../slack/api/place.ts';
import type { LaterFailure, SlackFailure } from '../../slack/api/slack-failure.ts';
import type { SlackWriter } from '../../slack/api/slack-writer.ts';
import type { Message } from '../../slack/messages/message.ts';
import { itemId } from '../../watch/item-names.ts';
import { ChannelId } from '../../watch/names.ts';
import type { OutboxItem } from '../../watch/outbox-item.ts';
import { isToldInDoubt } from '../../watch/route.ts';

/** How far around the doubtful attempt we look: clocks differ, and may have been set in between. */
const LOOK_AROUND_MS = 3_600_000;
/** A claim older than this is not used: another process might be about to take it over. */
const USABLE_MS = 3000;

export interface PostOnceDependencies {
  readonly outboxes: OutboxStore;
  readonly writer: SlackWriter;
  /** Longer than a claim may be used plus the longest call to Slack. */
  readonly leaseMs?: number;
}

/**
 * `posted`, or `adopted` where an earlier attempt had posted it, as it looked then. `told`: a message that tells
 * several items tells it, too. `settled`: another process has dealt with it. `doubtful`: it may have been posted earlier, nobody can tell, and silence
 * is the lesser evil.
 */
export type PostedOnce =
  | Standing
  | { readonly kind: 'settled' | 'doubtful' }
  | NotYet
  | SlackFailure;

/** A message of ours that tells an item. */
export interface Standing {
  readonly kind: 'posted' | 'adopted' | 'told';
  readonly ts: string;
  readonly channel: ChannelId;
  /** It was meant for a thread, and stands in the channel. */
  readonly isStray: boolean;
}

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
    const { places } = first.doubt;
    const earlier = await findEarlier(item, places.map(readPlace), first.doubt, writer);
    if (earlier.kind === 'adopted' || earlier.kind === 'told') return earlier;
    if (earlier.kind === 'unreadable' && !isToldInDoubt(item)) return { kind: 'doubtful' };
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
  { outboxes, leaseMs = RECOVERY.leaseMs }: PostOnceDependencies,
  name?: string,
): Promise<Claimed | { readonly kind: 'settled' } | NotYet> {
  const askedAt = performance.now();
  const claim = await outboxes.claim(owed, writtenPlace(place), leaseMs, name);
  switch (claim.kind) {
    case 'settled':
      return claim;
    case 'busy':
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

/** Looks for a post of an item in all of these places. */
export async function findEarlier(
  item: OutboxItem,
  places: readonly Place[],
  { since, until }: LostTime,
  writer: SlackWriter,
): Promise<
  (Standing & { readonly kind: 'adopted' | 'told' }) | Exclude<Found, { kind: 'found' | 'entry' }>
> {
  const sinceMs = since - LOOK_AROUND_MS;
  const untilMs = until === undefined ? undefined : until + LOOK_AROUND_MS;
  let isUnreadable = false;
  for (const { place, isStray } of placesToLook(places)) {
    const found = await writer.find(place, itemId(item), sinceMs, untilMs);
    const at = { channel: place.channel, isStray };
    if (found.kind === 'later') return unposted(found);
    const isFound = found.kind === 'found' || found.kind === 'entry';
    // Where memory went back, the watch counts its conditions anew: this may be the number of an earlier one.
    if (isFound && until !== undefined && Number(found.ts) * 1000 < conditionSince(item)) continue;
    if (isFound) return { kind: found.kind === 'found' ? 'adopted' : 'told', ts: found.ts, ...at };
    isUnreadable ||= found.kind === 'unreadable';
  }
  return { kind: isUnreadable ? 'unreadable' : 'absent' };
}

/** That Slack is asked too often what stands in a place keeps nobody from posting there. */
function unposted(failure: LaterFailure): LaterFailure {
  return failure.cause === 'busy' ? { ...failure, cause: 'passing' } : failure;
}

/** Since when the condition stands of which an item tells; 0 where it tells of none. */
function conditionSince(item: OutboxItem): number {
  if (item.kind === 'condition-alert') return item.since;
  return item.kind === 'note' && 'since' in item.note ? item.note.since : 0;
}

/** Where it was sent; and its channel, where something that was meant for a thread may have strayed to. */
function placesToLook(sent: readonly Place[]) {
  const inChannels = sent.flatMap(({ channel, threadTs }) => (threadTs ? [] : [channel]));
  const channels = new Set(sent.map(({ channel }) => channel));
  const strays = [...channels].filter((channel) => !inChannels.includes(channel));
  return [
    ...sent.map((place) => ({ place, isStray: false })),
    ...strays.map((channel) => ({ place: { channel }, isStray: true })),
  ];
}

function writtenPlace({ channel, threadTs }: Place): string {
  return threadTs ? `${channel}/${threadTs}` : channel;
}

function readPlace(written: string): Place {
  const [id, threadTs] = written.split('/');
  const channel = v.parse(ChannelId, id);
  return threadTs ? { channel, threadTs } : { channel };
}
