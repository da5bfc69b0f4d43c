import type { ClientContext, Result } from 'ioredis';
import { CLOCK, HOLD_LEFT, MARK_EDIT, SETTLE_HEAD } from './snippets.ts';

/** Alerts that come faster than they may be posted are told together, many to a page. */
export const STORM_SCRIPTS = {
  // KEYS: storms of this kind, alert's outbox, owing, stuck, watch, epoch, edits, holds
  // ARGV: destination, item as read, claim field, route field, epoch, field that names the page,
  //       prefix of pages' keys, of their outboxes' keys, of their destinations, kind,
  //       line, most lines, urgency of a page's edit, ms to gather more, how long to keep a page in ms,
  //       ms within which the next alert makes a storm, ms without any that end it, whether the alert
  //       is to mention on-call, for how many ms on-call is not mentioned again, names of the holds of
  //       edits, how long an edit may be held in ms
  // The first alert is told alone. One that soon follows it makes a storm: it goes from its outbox onto
  // the storm's page, and onto the next one where that is full, acknowledged or taken apart, or where
  // on-call has to be mentioned, which an edit does not do. What was tried alone stays alone. The names of pages follow from
  // their time.
  // Returns {0, page's destination or ''}: no longer owed; {1}: to be told alone; {2, page's destination}.
  gatherAlert: {
    keys: 8,
    lua: `
${CLOCK}
${MARK_EDIT}
${SETTLE_HEAD}
local known = redis.call('HGET', KEYS[5], ARGV[6])
if redis.call('LINDEX', KEYS[2], 0) ~= ARGV[2] then return {0, known or ''} end
if redis.call('EXISTS', KEYS[5]) == 0 then return {1} end
local tried = redis.call('HMGET', KEYS[5], ARGV[3], ARGV[4])
if tried[1] or tried[2] then return {1} end
local storm = redis.call('HMGET', KEYS[1], 'last', 'first', 'page', 'mentioned')
local gap = storm[1] and ms - tonumber(storm[1]) or -1
local follows = gap >= 0 and gap < tonumber(storm[3] and ARGV[17] or ARGV[16])
if storm[2] == ARGV[1] .. '/' .. ARGV[6] then return {1} end
redis.call('HSET', KEYS[1], 'last', ms)
redis.call('PEXPIRE', KEYS[1], math.max(tonumber(ARGV[17]), tonumber(ARGV[19])) + 60000)
local calm = storm[4] and ms - tonumber(storm[4]) or -1
local mentions = ARGV[18] == '1' and (not follows or calm < 0 or calm >= tonumber(ARGV[19]))
if mentions then redis.call('HSET', KEYS[1], 'mentioned', ms) end
if not follows then
  redis.call('HSET', KEYS[1], 'first', ARGV[1] .. '/' .. ARGV[6])
  redis.call('HDEL', KEYS[1], 'page')
  -- Nobody has been called for this storm yet.
  if not mentions then redis.call('HDEL', KEYS[1], 'mentioned') end
  return {1}
end
local id = storm[3]
local page = id and ARGV[7] .. id
local size = page and tonumber(redis.call('HGET', page, 'size') or ARGV[12]) or tonumber(ARGV[12])
local function held_for(name)
  local held = redis.call('HGET', KEYS[8], name)
  ${HOLD_LEFT}
  return left
end
local function is_closed()
  local state = redis.call('HMGET', page, 'acknowledged', 'apart', 'alert:ts', 'alert:tries')
  if state[1] or state[2] then return true end
  -- It could be told by an edit only, and edits are held, or do not work.
  return state[3] and (state[4] or math.max(held_for(ARGV[20]), held_for(ARGV[21])) > tonumber(ARGV[22]))
end
if mentions or size >= tonumber(ARGV[12]) or is_closed() then
  local previous = id
  local at = ms
  while redis.call('EXISTS', ARGV[7] .. string.format('%.0f', at)) == 1 do at = at + 1 end
  id = string.format('%.0f', at)
  page = ARGV[7] .. id
  size = 0
  redis.call('HSET', page, 'at', ms, 'owed', 1, 'keep', ARGV[15], 'mentions', mentions and 1 or 0, 'first', storm[2] or '')
  if previous then
    redis.call('HSET', page, 'previous', previous)
    if redis.call('EXISTS', ARGV[7] .. previous) == 1 then redis.call('HSET', ARGV[7] .. previous, 'next', id) end
  end
  redis.call('RPUSH', ARGV[8] .. id, cjson.encode({kind = 'storm', storm = ARGV[10], page = id, at = ms}))
  redis.call('SADD', KEYS[3], ARGV[9] .. id)
  redis.call('HSET', KEYS[1], 'page', id)
end
redis.call('HSET', page, 'size', size + 1, 'line:' .. (size + 1), ARGV[11])
redis.call('HSET', KEYS[5], ARGV[6], ARGV[9] .. id)
if redis.call('HEXISTS', page, 'alert:ts') == 1 then
  mark_edit(KEYS[7], ARGV[9] .. id, tonumber(ARGV[13]), ms + tonumber(ARGV[14]))
end
settle_head(KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], ARGV[1], ARGV[5], ARGV[3], ARGV[4])
return {2, ARGV[9] .. id}`,
  },

  // KEYS: page, outbox, owing. ARGV: destination, kind, page's id, ts
  // Has a page posted anew whose message is lost. On-call has been mentioned. Safe to repeat.
  repostPage: {
    keys: 3,
    lua: `
${CLOCK}
if redis.call('HGET', KEYS[1], 'alert:ts') ~= ARGV[4] then return 0 end
redis.call('HDEL', KEYS[1], 'alert:ts', 'alert:channel', 'alert:shown')
redis.call('HSET', KEYS[1], 'mentions', 0)
redis.call('HINCRBY', KEYS[1], 'owed', 1)
redis.call('PERSIST', KEYS[1])
redis.call('RPUSH', KEYS[2], cjson.encode({kind = 'storm', storm = ARGV[2], page = ARGV[3], at = ms}))
redis.call('SADD', KEYS[3], ARGV[1])
return 1`,
  },

  // KEYS: watch, outbox, owing. ARGV: destination, item, field that names the page, route field,
  //       where its route goes on, page's name
  // A page that no channel takes is told line by line, to those who asked. Safe to repeat.
  ungatherAlert: {
    keys: 3,
    lua: `
if redis.call('HGET', KEYS[1], ARGV[3]) ~= ARGV[6] then return 0 end
redis.call('HDEL', KEYS[1], ARGV[3])
redis.call('HSET', KEYS[1], ARGV[4], ARGV[5])
redis.call('RPUSH', KEYS[2], ARGV[2])
redis.call('SADD', KEYS[3], ARGV[1])
redis.call('HINCRBY', KEYS[1], 'owed', 1)
redis.call('PERSIST', KEYS[1])
return 1`,
  },
} as const;

declare module 'ioredis' {
  interface RedisCommander<Context extends ClientContext> {
    gatherAlert(
      storms: string,
      outbox: string,
      owing: string,
      stuck: string,
      watch: string,
      epoch: string,
      edits: string,
      holds: string,
      ...args: (string | number)[]
    ): Result<[kind: number, destination?: string], Context>;
    repostPage(
      page: string,
      outbox: string,
      owing: string,
      ...args: string[]
    ): Result<number, Context>;
    ungatherAlert(
      watch: string,
      outbox: string,
      owing: string,
      ...args: (string | number)[]
    ): Result<number, Context>;
  }
}
