import type { ClientContext, Result } from 'ioredis';
import { CLOCK, HOLD_LEFT, MARK_EDIT, TAKE_TURN } from './snippets.ts';

/** A record and what it owes Slack. */
export const WATCH_SCRIPTS = {
  // KEYS: watch, live, epoch, owing, edits, then the outboxes that get items
  // ARGV: id, expected version, record, live?, how long to keep it in ms, epoch, begun at, deadline or
  //       0, subscription, presses? ('' leaves that as it is), urgency of its cards' edits, that of mere progress, count of those
  //       cards, those cards, then for each item: index of its outbox in KEYS, destination, item
  // Of cards that only progress, the one that was looked at longest ago has waited longest.
  // A record is kept at least until all that it owes is told.
  // Returns -1: too late; 0: somebody else was faster; 1: done; 2: done, and somebody asks for a
  // fresh look.
  commitWatch: {
    lua: `
${CLOCK}
${MARK_EDIT}
if ARGV[8] ~= '0' and ms > tonumber(ARGV[8]) then return -1 end
local watch = redis.call('HMGET', KEYS[1], 'version', 'owed', 'refresh')
local version = watch[1] or '0'
if version ~= ARGV[2] then return 0 end
if version == '0' then
  local newest = redis.call('GET', KEYS[3])
  if newest and tonumber(newest) ~= tonumber(ARGV[6]) - 1 then return 0 end
  redis.call('SET', KEYS[3], ARGV[6])
end
redis.call('HSET', KEYS[1], 'version', tonumber(version) + 1, 'record', ARGV[3], 'subscription', ARGV[9])
if ARGV[10] ~= '' then redis.call('HSET', KEYS[1], 'presses', ARGV[10]) end
local at = 13
local changed = tonumber(ARGV[at])
for i = 1, changed do
  local looked = ARGV[11] == ARGV[12] and redis.call('HGET', KEYS[1], 'card:' .. string.match(ARGV[at + i], '[^/]*$') .. ':looked')
  mark_edit(KEYS[5], ARGV[at + i], tonumber(ARGV[11]), tonumber(looked or ms))
end
at = at + changed + 1
local owed = tonumber(watch[2] or '0')
if ARGV[at] then
  while ARGV[at] do
    redis.call('RPUSH', KEYS[tonumber(ARGV[at])], ARGV[at + 2])
    redis.call('SADD', KEYS[4], ARGV[at + 1])
    owed = owed + 1
    at = at + 3
  end
  redis.call('HSET', KEYS[1], 'owed', owed)
end
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
if watch[3] then
  redis.call('HDEL', KEYS[1], 'refresh')
  return 2
end
return 1`,
  },

  // KEYS: watch, holds. ARGV: id, prefix of the read budgets' names, ms between reads, how many at once,
  //       head start in ms of what presses
  // To be called when a reading starts: takes its turn in the read budget of its subscription, and the
  // wishes for a fresh look up to now, which it fulfils. The names of the budget's keys follow from the
  // subscription, which only the record knows.
  // Returns version, record, for how many ms the subscription is not to be read, for how many ms its turn
  // does not come, for how many it was told to wait before, and 1 where somebody wished for this look.
  beginRead: {
    keys: 2,
    lua: `
local watch = redis.call('HMGET', KEYS[1], 'version', 'record', 'subscription', 'presses', 'refresh', 'queued')
if not watch[1] or not watch[3] then return {watch[1], watch[2], 0, 0, 0, 0} end
${CLOCK}
${TAKE_TURN}
local held = redis.call('HGET', KEYS[2], watch[3])
${HOLD_LEFT}
if left > 0 then return {watch[1], watch[2], left, 0, 0, 0} end
local presses = watch[4] == '1' or watch[5]
local wait = take_turn(ARGV[2] .. watch[3], ARGV[1], presses and tonumber(ARGV[5]) or 0, tonumber(ARGV[3]), tonumber(ARGV[4]), 0)
if wait > 0 then
  redis.call('HINCRBY', KEYS[1], 'queued', wait)
  return {watch[1], watch[2], 0, wait, 0, 0}
end
if watch[5] or watch[6] then redis.call('HDEL', KEYS[1], 'refresh', 'queued') end
return {watch[1], watch[2], 0, 0, tonumber(watch[6] or '0'), watch[5] and 1 or 0}`,
  },

  // KEYS: watch. ARGV: none. Takes note of a wish for a fresh look. Returns 1 where the watch is kept.
  askRefresh: {
    keys: 1,
    lua: `
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 'refresh', '1')
return 1`,
  },

  // KEYS: owner. ARGV: field, value. Never brings an owner back that is no longer kept.
  // Returns what the field held before; it is set only where it held nothing.
  setOnce: {
    keys: 1,
    lua: `
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
local earlier = redis.call('HGET', KEYS[1], ARGV[1])
if not earlier then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
return earlier`,
  },
} as const;

declare module 'ioredis' {
  interface RedisCommander<Context extends ClientContext> {
    commitWatch(keyCount: number, ...keysAndArgs: (string | number)[]): Result<number, Context>;
    beginRead(
      watch: string,
      holds: string,
      id: string,
      budgets: string,
      intervalMs: number,
      atOnce: number,
      headStartMs: number,
    ): Result<
      [
        version: string | null,
        record: string | null,
        heldMs: number,
        turnMs: number,
        heldBackMs: number,
        wished: number,
      ],
      Context
    >;
    askRefresh(watch: string): Result<number, Context>;
    setOnce(owner: string, field: string, value: string): Result<string | null, Context>;
  }
}
