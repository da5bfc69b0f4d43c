import type { ClientContext, Result } from 'ioredis';
import { CLOCK, MARK_EDIT, SETTLE_HEAD } from './snippets.ts';

/** Posts: one process at a time, and never a second time. */
export const POST_SCRIPTS = {
  // KEYS: owner, outbox. ARGV: item as read, field, claim's name, place, lease in ms
  // Nobody else may post the item while the lease runs; after that, or where the claim was given up in
  // doubt, the next one has to look for the message in all places where it may stand.
  // Returns {0}: no longer owed; {1}: claimed; {2, ms}: claimed by another for so long;
  // {3, since, places...}: claimed, and it may have been posted there since then (by the clock of Redis);
  // {4}: its owner is no longer kept.
  claimPost: {
    keys: 2,
    lua: `
if redis.call('LINDEX', KEYS[2], 0) ~= ARGV[1] then return {0} end
if redis.call('EXISTS', KEYS[1]) == 0 then return {4} end
${CLOCK}
local stored = redis.call('HGET', KEYS[1], ARGV[2])
local claim = stored and cjson.decode(stored) or {since = ms, places = {}}
if stored and claim.name ~= ARGV[3] and ms < claim.till and ms >= claim.since then
  return {2, claim.till - ms}
end
local earlier = {3, tostring(claim.since), unpack(claim.places)}
local known = false
for _, place in ipairs(claim.places) do known = known or place == ARGV[4] end
if not known then table.insert(claim.places, ARGV[4]) end
claim.name = ARGV[3]
claim.till = ms + tonumber(ARGV[5])
redis.call('HSET', KEYS[1], ARGV[2], cjson.encode(claim))
if stored then return earlier end
return {1}`,
  },

  // KEYS: owner. ARGV: field, claim's name, 'none' or 'doubt'
  // Gives a claim up: Slack has surely not taken the post, or nobody knows.
  releasePost: {
    keys: 1,
    lua: `
local stored = redis.call('HGET', KEYS[1], ARGV[1])
if not stored then return 0 end
local claim = cjson.decode(stored)
if claim.name ~= ARGV[2] then return 0 end
if ARGV[3] == 'none' then return redis.call('HDEL', KEYS[1], ARGV[1]) end
claim.till = 0
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(claim))
return 1`,
  },

  // KEYS: outbox, target. ARGV: item as read, field, value. Notes something about an item that is still owed.
  noteOwed: {
    keys: 2,
    lua: `
if redis.call('LINDEX', KEYS[1], 0) ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
return 1`,
  },

  // KEYS: outbox, owing, stuck, owner, epoch, edits. ARGV: destination, item as read, claim field, route
  //       field, epoch or '', the message of ours that now stands or '', urgency of its edit, then field,
  //       value, ...
  // Takes the head off its outbox, if it still is the head, together with what is known of its post. What
  // is shown may be older than what it shows by now: somebody has to look.
  settleItem: {
    keys: 6,
    lua: `
${CLOCK}
${MARK_EDIT}
${SETTLE_HEAD}
if redis.call('LINDEX', KEYS[1], 0) ~= ARGV[2] then return 0 end
if ARGV[8] and redis.call('EXISTS', KEYS[4]) == 1 then redis.call('HSET', KEYS[4], unpack(ARGV, 8)) end
local kept = settle_head(KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], ARGV[1], ARGV[5], ARGV[3], ARGV[4])
if kept and ARGV[6] ~= '' then mark_edit(KEYS[6], ARGV[6], tonumber(ARGV[7]), ms) end
return 1`,
  },
} as const;

declare module 'ioredis' {
  interface RedisCommander<Context extends ClientContext> {
    claimPost(
      owner: string,
      outbox: string,
      raw: string,
      field: string,
      name: string,
      place: string,
      leaseMs: number,
    ): Result<[kind: number, ...rest: (string | number)[]], Context>;
    releasePost(
      owner: string,
      field: string,
      name: string,
      how: 'none' | 'doubt',
    ): Result<number, Context>;
    noteOwed(
      outbox: string,
      target: string,
      raw: string,
      field: string,
      value: string | number,
    ): Result<number, Context>;
    settleItem(
      outbox: string,
      owing: string,
      stuck: string,
      owner: string,
      epoch: string,
      edits: string,
      ...args: (string | number)[]
    ): Result<number, Context>;
  }
}
