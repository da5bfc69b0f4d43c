import type { ClientContext, Redis, Result } from 'ioredis';

/** Sets `ms`: now, in milliseconds, by the clock of Redis, which all processes share. */
const CLOCK = `
local time = redis.call('TIME')
local ms = time[1] * 1000 + math.floor(time[2] / 1000)`;

/**
 * Needs `ms` and `held`, a field of the holds; sets `left`: for how many ms that hold goes on. One that
 * would last longer than it was meant to has seen the clock set back, and counts for nothing.
 */
const HOLD_LEFT = `
local till, span = string.match(held or '', '^(%d+)/(%d+)$')
local left = till and tonumber(till) - ms or 0
if left < 0 or left > tonumber(span or 0) then left = 0 end`;

/**
 * The atomic steps. Each is one Lua script, so that a process may die before or after it but never
 * within it, and carries the version or the value it expects, so that the slower of two is refused.
 * Each may be sent twice, as happens where a connection breaks before the answer.
 */
const SCRIPTS = {
  // KEYS: watch, live, epoch, owing, behind, then the outboxes that get items
  // ARGV: id, expected version, record, live?, how long to keep it in ms, epoch, begun at, deadline or
  //       0, subscription, count of cards behind, those cards, then for each item: index of its outbox
  //       in KEYS, destination, item
  // A record is kept at least until all that it owes is told.
  // Returns -1: too late; 0: somebody else was faster; 1: done; 2: done, and somebody asks for a
  // fresh look.
  commitWatch: `
if ARGV[8] ~= '0' then
  ${CLOCK}
  if ms > tonumber(ARGV[8]) then return -1 end
end
local version = redis.call('HGET', KEYS[1], 'version') or '0'
if version ~= ARGV[2] then return 0 end
if version == '0' then
  local newest = redis.call('GET', KEYS[3])
  if newest and tonumber(newest) ~= tonumber(ARGV[6]) - 1 then return 0 end
  redis.call('SET', KEYS[3], ARGV[6])
end
redis.call('HSET', KEYS[1], 'version', tonumber(version) + 1, 'record', ARGV[3], 'subscription', ARGV[9])
local at = 10
local behind = tonumber(ARGV[at])
for i = 1, behind do redis.call('SADD', KEYS[5], ARGV[at + i]) end
at = at + behind + 1
local owed = tonumber(redis.call('HGET', KEYS[1], 'owed') or '0')
while ARGV[at] do
  redis.call('RPUSH', KEYS[tonumber(ARGV[at])], ARGV[at + 2])
  redis.call('SADD', KEYS[4], ARGV[at + 1])
  owed = owed + 1
  at = at + 3
end
redis.call('HSET', KEYS[1], 'owed', owed)
if ARGV[4] == '1' then
  redis.call('ZADD', KEYS[2], ARGV[7], ARGV[1])
else
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('HSET', KEYS[1], 'keep', ARGV[5])
  if owed <= 0 then
    redis.call('PEXPIRE', KEYS[1], ARGV[5])
    if redis.call('GET', KEYS[3]) == ARGV[6] then redis.call('PEXPIRE', KEYS[3], ARGV[5]) end
  end
end
if redis.call('HDEL', KEYS[1], 'refresh') == 1 then return 2 end
return 1`,

  // KEYS: watch, holds. ARGV: none. To be called when a reading starts: wishes for a fresh look up to
  // now are what it fulfils.
  // Returns version, record, and for how many ms the subscription is not to be read.
  beginRead: `
redis.call('HDEL', KEYS[1], 'refresh')
local watch = redis.call('HMGET', KEYS[1], 'version', 'record', 'subscription')
local held = watch[3] and redis.call('HGET', KEYS[2], watch[3])
if not held then return {watch[1], watch[2], 0} end
${CLOCK}
${HOLD_LEFT}
return {watch[1], watch[2], left}`,

  // KEYS: holds. ARGV: subscription, ms. Never shortens a hold. The hash ends with its last hold.
  holdReads: `
${CLOCK}
local held = redis.call('HGET', KEYS[1], ARGV[1])
${HOLD_LEFT}
if left < tonumber(ARGV[2]) then
  redis.call('HSET', KEYS[1], ARGV[1], (ms + tonumber(ARGV[2])) .. '/' .. ARGV[2])
end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 1`,

  // KEYS: holds. ARGV: subscription. Returns for how many ms it is not to be read.
  heldFor: `
local held = redis.call('HGET', KEYS[1], ARGV[1])
if not held then return 0 end
${CLOCK}
${HOLD_LEFT}
return left`,

  // KEYS: watch. ARGV: none. Takes note of a wish for a fresh look. Returns 1 where the watch is kept.
  askRefresh: `
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 'refresh', '1')
return 1`,

  // KEYS: owner, outbox. ARGV: item as read, field, claim's name, place, lease in ms
  // Nobody else may post the item while the lease runs; after that, or where the claim was given up in
  // doubt, the next one has to look for the message in all places where it may stand.
  // Returns {0}: no longer owed; {1}: claimed; {2, ms}: claimed by another for so long;
  // {3, since, places...}: claimed, and it may have been posted there since then (by the clock of Redis);
  // {4}: its owner is no longer kept.
  claimPost: `
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

  // KEYS: owner. ARGV: field, claim's name, 'none' or 'doubt'
  // Gives a claim up: Slack has surely not taken the post, or nobody knows.
  releasePost: `
local stored = redis.call('HGET', KEYS[1], ARGV[1])
if not stored then return 0 end
local claim = cjson.decode(stored)
if claim.name ~= ARGV[2] then return 0 end
if ARGV[3] == 'none' then return redis.call('HDEL', KEYS[1], ARGV[1]) end
claim.till = 0
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(claim))
return 1`,

  // KEYS: owner. ARGV: field, value. Never brings an owner back that is no longer kept.
  // Returns what the field held before; it is set only where it held nothing.
  setOnce: `
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
local earlier = redis.call('HGET', KEYS[1], ARGV[1])
if not earlier then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
return earlier`,

  // KEYS: outbox, target. ARGV: item as read, field, value. Notes something about an item that is still owed.
  noteOwed: `
if redis.call('LINDEX', KEYS[1], 0) ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
return 1`,

  // KEYS: outbox, owing, stuck, owner, epoch, behind. ARGV: destination, item as read, claim field, route
  //       field, epoch or '', card that now stands or '', then field, value, ...
  // Takes the head off its outbox, if it still is the head, together with what is known of its post. A
  // card counts as behind its record until somebody has looked.
  settleItem: `
if redis.call('LINDEX', KEYS[1], 0) ~= ARGV[2] then return 0 end
redis.call('LPOP', KEYS[1])
redis.call('HDEL', KEYS[3], ARGV[1])
if redis.call('LLEN', KEYS[1]) == 0 then redis.call('SREM', KEYS[2], ARGV[1]) end
if redis.call('EXISTS', KEYS[4]) == 0 then return 1 end
redis.call('HDEL', KEYS[4], ARGV[3], ARGV[4])
if ARGV[6] ~= '' then redis.call('SADD', KEYS[6], ARGV[6]) end
if ARGV[7] then redis.call('HSET', KEYS[4], unpack(ARGV, 7)) end
if redis.call('HINCRBY', KEYS[4], 'owed', -1) > 0 then return 1 end
local keep = redis.call('HGET', KEYS[4], 'keep')
if not keep then return 1 end
redis.call('PEXPIRE', KEYS[4], keep)
if ARGV[5] ~= '' and redis.call('GET', KEYS[5]) == ARGV[5] then redis.call('PEXPIRE', KEYS[5], keep) end
return 1`,

  // KEYS: watch, behind. ARGV: member, version that was rendered, field of what is shown, its value
  // Returns 1 where the card is up to date, 0 where the record has moved on meanwhile.
  settleCard: `
if redis.call('EXISTS', KEYS[1]) == 0 then return 1 end
redis.call('HSET', KEYS[1], ARGV[3], ARGV[4])
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[2] then return 0 end
redis.call('SREM', KEYS[2], ARGV[1])
return 1`,

  // KEYS: fault, outbox, owing. ARGV: destination, fault, explanation
  // Returns 1 where the fault is a new one and is now owed to Slack, else 0.
  raiseFault: `
${CLOCK}
local standing = redis.call('HGET', KEYS[1], 'since')
redis.call('HSET', KEYS[1], 'seen', ms)
if standing then return 0 end
redis.call('HSET', KEYS[1], 'since', ms)
redis.call('HDEL', KEYS[1], 'keep')
redis.call('PERSIST', KEYS[1])
redis.call('RPUSH', KEYS[2], cjson.encode({kind = 'fault', fault = ARGV[2], since = ms, explanation = ARGV[3]}))
redis.call('SADD', KEYS[3], ARGV[1])
redis.call('HINCRBY', KEYS[1], 'owed', 1)
return 1`,

  // KEYS: fault. ARGV: none. Notes evidence that the fault is over.
  disproveFault: `
if redis.call('HEXISTS', KEYS[1], 'since') == 0 then return 0 end
${CLOCK}
redis.call('HSET', KEYS[1], 'disproved', ms)
return 1`,

  // KEYS: fault, outbox, owing. ARGV: destination, fault, quiet ms, how long to keep it in ms
  // Returns 0 where it does not stand, 1 where it has been disproved since it was last seen, and that was
  // so long ago: then it is over, and that is owed to Slack; 2 where it still stands.
  clearFault: `
local stored = redis.call('HMGET', KEYS[1], 'since', 'seen', 'disproved')
if not stored[1] then return 0 end
${CLOCK}
local isDisproved = stored[3] and tonumber(stored[3]) >= tonumber(stored[2])
if not isDisproved or ms - tonumber(stored[2]) < tonumber(ARGV[3]) then return 2 end
redis.call('HDEL', KEYS[1], 'since', 'disproved')
redis.call('HSET', KEYS[1], 'keep', ARGV[4])
redis.call('RPUSH', KEYS[2], cjson.encode({kind = 'fault-over', fault = ARGV[2], since = tonumber(stored[1]), at = ms}))
redis.call('SADD', KEYS[3], ARGV[1])
redis.call('HINCRBY', KEYS[1], 'owed', 1)
return 1`,
} as const;

declare module 'ioredis' {
  interface RedisCommander<Context extends ClientContext> {
    commitWatch(keyCount: number, ...keysAndArgs: (string | number)[]): Result<number, Context>;
    beginRead(
      watch: string,
      holds: string,
    ): Result<[version: string | null, record: string | null, heldMs: number], Context>;
    holdReads(holds: string, subscription: string, ms: number): Result<number, Context>;
    heldFor(holds: string, subscription: string): Result<number, Context>;
    askRefresh(watch: string): Result<number, Context>;
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
    setOnce(owner: string, field: string, value: string): Result<string | null, Context>;
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
      behind: string,
      ...args: string[]
    ): Result<number, Context>;
    settleCard(watch: string, behind: string, ...args: string[]): Result<number, Context>;
    raiseFault(
      fault: string,
      outbox: string,
      owing: string,
      destination: string,
      name: string,
      explanation: string,
    ): Result<number, Context>;
    disproveFault(fault: string): Result<number, Context>;
    clearFault(
      fault: string,
      outbox: string,
      owing: string,
      destination: string,
      name: string,
      quietMs: number,
      keepMs: number,
    ): Result<number, Context>;
  }
}

const KEY_COUNTS = {
  beginRead: 2,
  holdReads: 1,
  heldFor: 1,
  askRefresh: 1,
  claimPost: 2,
  releasePost: 1,
  setOnce: 1,
  noteOwed: 2,
  settleItem: 6,
  settleCard: 2,
  raiseFault: 3,
  disproveFault: 1,
  clearFault: 3,
} as const;

/** Teaches a connection the scripts above. */
export function defineScripts(redis: Redis): void {
  redis.defineCommand('commitWatch', { lua: SCRIPTS.commitWatch });
  for (const [name, numberOfKeys] of Object.entries(KEY_COUNTS)) {
    redis.defineCommand(name, { lua: SCRIPTS[name as keyof typeof KEY_COUNTS], numberOfKeys });
  }
}
