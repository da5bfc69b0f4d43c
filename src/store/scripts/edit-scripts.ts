import type { ClientContext, Result } from 'ioredis';
import { CLOCK, HOLD_LEFT, MARK_EDIT, URGENCY_STEP } from './snippets.ts';

/** More than any pause or lease: what is said to last longer has seen the clock set back. */
const ABSURD_MS = 600_000;

/** Sets `left`: for how many ms nobody edits, by two holds. Needs `ms`. */
const PAUSE_LEFT = `
local function left_of(held)
  ${HOLD_LEFT}
  return left
end
local holds = redis.call('HMGET', KEYS[3], ARGV[1], ARGV[2])
local left = math.max(left_of(holds[1]), left_of(holds[2]))`;

/**
 * The one stream of edits. Who takes a message out of it sees all that was marked before, and holds it by
 * a lease, which is named by its end: nobody else takes the message meanwhile. KEYS[1] is the line; what
 * is taken, and where it came from, stands in keys whose names begin with the line's.
 */
export const EDIT_SCRIPTS = {
  // KEYS: edits. ARGV: urgency, ms from now on, messages...
  markEdits: {
    keys: 1,
    lua: `
${CLOCK}
${MARK_EDIT}
for i = 3, #ARGV do mark_edit(KEYS[1], ARGV[i], tonumber(ARGV[1]), ms + tonumber(ARGV[2])) end
return 1`,
  },

  // KEYS: edits, taken, holds, pace. ARGV: names of two holds, lease in ms
  // Returns {0}: there is none; {1, ms}: none for so long; {2, message, lease}: it is taken.
  nextEdit: {
    keys: 4,
    lua: `
${CLOCK}
${PAUSE_LEFT}
${MARK_EDIT}
if left > 0 then return {1, left} end
local wait = tonumber(redis.call('GET', KEYS[4]) or '0') - ms
if wait > 0 and wait <= ${ABSURD_MS} then return {1, wait} end
for _, message in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ms, 'LIMIT', 0, 100)) do
  give_back(KEYS[1], message, false)
end
local soonest
local line = redis.call('ZRANGE', KEYS[1], 0, 31, 'WITHSCORES')
for i = 1, #line, 2 do
  local ready = tonumber(line[i + 1]) % ${URGENCY_STEP} - ms
  if ready <= 0 or ready > ${ABSURD_MS} then
    local lease = string.format('%.0f', ms + tonumber(ARGV[3]))
    redis.call('ZREM', KEYS[1], line[i])
    redis.call('ZADD', KEYS[2], lease, line[i])
    redis.call('HSET', KEYS[1] .. '-kept', line[i], line[i + 1])
    return {2, line[i], lease}
  end
  soonest = math.min(soonest or ready, ready)
end
if soonest then return {1, soonest} end
local first = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
if first[2] then return {1, math.max(1, math.min(tonumber(first[2]) - ms, ${ABSURD_MS}))} end
return {0}`,
  },

  // KEYS: pace, taken. ARGV: message, lease, ms between edits, ms by which one may be late and the next
  //       still in time, lease in ms
  // Returns {0, lease}: it is the asker's turn, and the lease is a new one; {1, ms}: to wait for so long;
  // {2}: somebody else has taken it meanwhile.
  takeEditTurn: {
    keys: 2,
    lua: `
${CLOCK}
if redis.call('ZSCORE', KEYS[2], ARGV[1]) ~= ARGV[2] then return {2} end
local due = tonumber(redis.call('GET', KEYS[1]) or '0')
local interval, slack = tonumber(ARGV[3]), tonumber(ARGV[4])
if due > ms and due <= ms + ${ABSURD_MS} then return {1, due - ms} end
local next = math.max(due <= ms and due or 0, ms - slack) + interval
redis.call('SET', KEYS[1], string.format('%.0f', next), 'PX', interval + slack)
local lease = string.format('%.0f', ms + tonumber(ARGV[5]))
redis.call('ZADD', KEYS[2], lease, ARGV[1])
return {0, lease}`,
  },

  // KEYS: edits, taken, owner. ARGV: message, lease, field of its tries, field of its look, field of when it
  //       was last looked at, its look or '' where nothing is to be noted
  // Gives it back, done. Whose lease has run out may have overwritten what another has shown meanwhile:
  // then nobody knows how it looks, and it is looked at again.
  settleEdit: {
    keys: 3,
    lua: `
${CLOCK}
${MARK_EDIT}
local kept = redis.call('EXISTS', KEYS[3]) == 1
if redis.call('ZSCORE', KEYS[2], ARGV[1]) ~= ARGV[2] then
  if kept and ARGV[6] ~= '' then
    redis.call('HDEL', KEYS[3], ARGV[4])
    mark_edit(KEYS[1], ARGV[1], 2, ms)
  end
  return 0
end
if kept then redis.call('HDEL', KEYS[3], ARGV[3]) end
if kept and ARGV[6] ~= '' then redis.call('HSET', KEYS[3], ARGV[4], ARGV[6], ARGV[5], ms) end
give_back(KEYS[1], ARGV[1], true)
return 1`,
  },

  // KEYS: edits, taken. ARGV: message, lease. Gives it back undone, to be taken anew in its old place.
  returnEdit: {
    keys: 2,
    lua: `
${MARK_EDIT}
if redis.call('ZSCORE', KEYS[2], ARGV[1]) ~= ARGV[2] then return 0 end
give_back(KEYS[1], ARGV[1], false)
return 1`,
  },

  // KEYS: edits, taken, owner. ARGV: message, lease, field of its tries, shortest and longest pause in ms
  // It did not work: nobody takes it for a while, longer each time; then it has its old place. Returns how
  // often it did not, and the lease that it stands under until then.
  putOffEdit: {
    keys: 3,
    lua: `
${CLOCK}
if redis.call('ZSCORE', KEYS[2], ARGV[1]) ~= ARGV[2] then return {1, ARGV[2]} end
local tries = 1
if redis.call('EXISTS', KEYS[3]) == 1 then tries = redis.call('HINCRBY', KEYS[3], ARGV[3], 1) end
local lease = string.format('%.0f', ms + math.min(tonumber(ARGV[5]), ARGV[4] * 2 ^ math.min(tries - 1, 20)))
redis.call('ZADD', KEYS[2], lease, ARGV[1])
return {tries, lease}`,
  },
} as const;

declare module 'ioredis' {
  interface RedisCommander<Context extends ClientContext> {
    markEdits(
      edits: string,
      urgency: number,
      afterMs: number,
      ...messages: string[]
    ): Result<number, Context>;
    nextEdit(
      edits: string,
      taken: string,
      holds: string,
      pace: string,
      hold: string,
      otherHold: string,
      leaseMs: number,
    ): Result<
      [kind: 0] | [kind: 1, ms: number] | [kind: 2, message: string, lease: string],
      Context
    >;
    takeEditTurn(
      pace: string,
      taken: string,
      message: string,
      lease: string,
      intervalMs: number,
      lateMs: number,
      leaseMs: number,
    ): Result<[kind: 0, lease: string] | [kind: 1, ms: number] | [kind: 2], Context>;
    settleEdit(
      edits: string,
      taken: string,
      owner: string,
      message: string,
      lease: string,
      triesField: string,
      lookField: string,
      lookedField: string,
      look: string,
    ): Result<number, Context>;
    returnEdit(
      edits: string,
      taken: string,
      message: string,
      lease: string,
    ): Result<number, Context>;
    putOffEdit(
      edits: string,
      taken: string,
      owner: string,
      message: string,
      lease: string,
      triesField: string,
      shortestMs: number,
      longestMs: number,
    ): Result<[tries: number, lease: string], Context>;
  }
}
