import type { ClientContext, Result } from 'ioredis';
import { CLOCK, HOLD_LEFT, MARK_EDIT } from './snippets.ts';

/** The one stream of edits. Who takes a message out of it sees all that was marked before. */
export const EDIT_SCRIPTS = {
  // KEYS: edits. ARGV: urgency, messages...
  markEdits: {
    keys: 1,
    lua: `
${CLOCK}
${MARK_EDIT}
for i = 2, #ARGV do mark_edit(KEYS[1], ARGV[i], tonumber(ARGV[1]), ms) end
return 1`,
  },

  // KEYS: edits, taken, holds, pace. ARGV: hold's name, lease in ms, urgency of what was left behind
  // Nobody else takes the message while the lease runs. A score is urgency * 1e13 plus when it is ready;
  // what is ready only in a long time has seen the clock set back.
  // Returns {0}: there is none; {1, ms}: none for so long; {2, message, score}: it is taken.
  nextEdit: {
    keys: 4,
    lua: `
${CLOCK}
local held = redis.call('HGET', KEYS[3], ARGV[1])
${HOLD_LEFT}
${MARK_EDIT}
if left > 0 then return {1, left} end
local wait = tonumber(redis.call('GET', KEYS[4]) or '0') - ms
if wait > 0 and wait <= 600000 then return {1, wait} end
for _, message in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ms, 'LIMIT', 0, 100)) do
  redis.call('ZREM', KEYS[2], message)
  mark_edit(KEYS[1], message, tonumber(ARGV[3]), ms)
end
local soonest
local line = redis.call('ZRANGE', KEYS[1], 0, 63, 'WITHSCORES')
for i = 1, #line, 2 do
  local ready = tonumber(line[i + 1]) % 1e13 - ms
  local lease = redis.call('ZSCORE', KEYS[2], line[i])
  if lease then
    ready = math.max(ready, tonumber(lease) - ms)
  elseif ready <= 0 or ready > 600000 then
    redis.call('ZREM', KEYS[1], line[i])
    redis.call('ZADD', KEYS[2], ms + tonumber(ARGV[2]), line[i])
    return {2, line[i], line[i + 1]}
  end
  soonest = math.min(soonest or ready, ready)
end
if soonest then return {1, soonest} end
return {0}`,
  },

  // KEYS: pace. ARGV: ms between edits, ms by which one may be late and the next still in time
  // Returns 0: it is the asker's turn; else for how many ms to wait.
  takeEditTurn: {
    keys: 1,
    lua: `
${CLOCK}
local due = tonumber(redis.call('GET', KEYS[1]) or '0')
local interval, slack = tonumber(ARGV[1]), tonumber(ARGV[2])
if due > ms and due <= ms + 600000 then return due - ms end
local next = math.max(due <= ms and due or 0, ms - slack) + interval
redis.call('SET', KEYS[1], string.format('%.0f', next), 'PX', interval + slack)
return 0`,
  },

  // KEYS: owner, taken, edits. ARGV: message, field of its tries, field of its look or '', its look, field
  // of the time of its edit or '', where none was sent, lowest score of mere progress
  // Gives it back, done. Where it has progressed meanwhile, it waits from now on.
  settleEdit: {
    keys: 3,
    lua: `
redis.call('ZREM', KEYS[2], ARGV[1])
if ARGV[3] == '' or redis.call('EXISTS', KEYS[1]) == 0 then return 1 end
redis.call('HDEL', KEYS[1], ARGV[2])
redis.call('HSET', KEYS[1], ARGV[3], ARGV[4])
if ARGV[5] ~= '' then
  ${CLOCK}
  redis.call('HSET', KEYS[1], ARGV[5], ms)
  local score = tonumber(redis.call('ZSCORE', KEYS[3], ARGV[1]) or '0')
  if score >= tonumber(ARGV[6]) then redis.call('ZADD', KEYS[3], string.format('%.0f', ARGV[6] + ms), ARGV[1]) end
end
return 1`,
  },

  // KEYS: edits, taken. ARGV: message, score. Gives it back, to be taken anew in its old place.
  returnEdit: {
    keys: 2,
    lua: `
redis.call('ZREM', KEYS[2], ARGV[1])
return redis.call('ZADD', KEYS[1], 'LT', ARGV[2], ARGV[1])`,
  },

  // KEYS: owner, taken. ARGV: message, field of its tries, shortest and longest pause in ms
  // It did not work: nobody takes it for a while, longer each time. Returns how often it did not.
  putOffEdit: {
    keys: 2,
    lua: `
${CLOCK}
local tries = 1
if redis.call('EXISTS', KEYS[1]) == 1 then tries = redis.call('HINCRBY', KEYS[1], ARGV[2], 1) end
redis.call('ZADD', KEYS[2], ms + math.min(tonumber(ARGV[4]), ARGV[3] * 2 ^ math.min(tries - 1, 20)), ARGV[1])
return tries`,
  },

  // KEYS: owner, edits. ARGV: message, urgency, who and when. The first to acknowledge counts.
  // Returns 0 where the message is no longer kept.
  acknowledge: {
    keys: 2,
    lua: `
${CLOCK}
${MARK_EDIT}
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
if redis.call('HSETNX', KEYS[1], 'acknowledged', ARGV[3]) == 1 then
  mark_edit(KEYS[2], ARGV[1], tonumber(ARGV[2]), ms)
end
return 1`,
  },
} as const;

declare module 'ioredis' {
  interface RedisCommander<Context extends ClientContext> {
    markEdits(edits: string, urgency: number, ...messages: string[]): Result<number, Context>;
    nextEdit(
      edits: string,
      taken: string,
      holds: string,
      pace: string,
      hold: string,
      leaseMs: number,
      leftUrgency: number,
    ): Result<
      [kind: 0] | [kind: 1, ms: number] | [kind: 2, message: string, score: string],
      Context
    >;
    takeEditTurn(pace: string, intervalMs: number, lateMs: number): Result<number, Context>;
    settleEdit(
      owner: string,
      taken: string,
      edits: string,
      message: string,
      triesField: string,
      lookField: string,
      look: string,
      editedField: string,
      progressScore: number,
    ): Result<number, Context>;
    returnEdit(
      edits: string,
      taken: string,
      message: string,
      score: string,
    ): Result<number, Context>;
    putOffEdit(
      owner: string,
      taken: string,
      message: string,
      triesField: string,
      shortestMs: number,
      longestMs: number,
    ): Result<number, Context>;
    acknowledge(
      owner: string,
      edits: string,
      message: string,
      urgency: number,
      acknowledgement: string,
    ): Result<number, Context>;
  }
}
