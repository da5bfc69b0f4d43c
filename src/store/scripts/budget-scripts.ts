import type { ClientContext, Result } from 'ioredis';
import { CLOCK, HOLD_LEFT, TAKE_TURN } from './snippets.ts';

/** How much Azure and Slack allow a time. */
export const BUDGET_SCRIPTS = {
  // KEYS: holds. ARGV: name, ms. Never shortens a hold. The hash ends with its last hold.
  hold: {
    keys: 1,
    lua: `
${CLOCK}
local held = redis.call('HGET', KEYS[1], ARGV[1])
${HOLD_LEFT}
if left < tonumber(ARGV[2]) then
  redis.call('HSET', KEYS[1], ARGV[1], (ms + tonumber(ARGV[2])) .. '/' .. ARGV[2])
end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 1`,
  },

  // KEYS: holds. ARGV: name. Returns for how many ms it is held.
  heldFor: {
    keys: 1,
    lua: `
local held = redis.call('HGET', KEYS[1], ARGV[1])
if not held then return 0 end
${CLOCK}
${HOLD_LEFT}
return left`,
  },

  // KEYS: holds, budget, budget of all, each with :pace, :line and :promised behind it. ARGV: hold's name,
  //       who asks, head start in ms, ms between turns, how many at once, the same two for all
  // Returns 0: it is the asker's turn; else for how many ms to wait. The budget of all has no line: it is
  // asked last, and whoever it turns away keeps its place.
  takePostTurn: {
    keys: 3,
    lua: `
${CLOCK}
${TAKE_TURN}
local all = KEYS[3] .. ':pace'
local interval, burst = tonumber(ARGV[6]), tonumber(ARGV[7])
local due = next_due(all, interval, burst)
local full = math.max(0, due + (1 - burst) * interval - ms)
local held = redis.call('HGET', KEYS[1], ARGV[1])
${HOLD_LEFT}
local wait = take_turn(KEYS[2], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), math.max(left, math.ceil(full)))
if wait == 0 then spend(all, due, interval) end
return wait`,
  },

  // KEYS: budget. ARGV: ms between turns, how many at once. Takes a turn for somebody who does not wait.
  spendTurn: {
    keys: 1,
    lua: `
${CLOCK}
${TAKE_TURN}
local pace = KEYS[1] .. ':pace'
local interval = tonumber(ARGV[1])
spend(pace, next_due(pace, interval, tonumber(ARGV[2])), interval)
return 1`,
  },

  // KEYS: budget. ARGV: ms between turns, how many at once, ms. No turn comes for so long.
  slowTurns: {
    keys: 1,
    lua: `
${CLOCK}
${TAKE_TURN}
local pace = KEYS[1] .. ':pace'
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local due = math.max(next_due(pace, interval, burst), ms + tonumber(ARGV[3]) + (burst - 1) * interval)
spend(pace, due - interval, interval)
return 1`,
  },
} as const;

declare module 'ioredis' {
  interface RedisCommander<Context extends ClientContext> {
    hold(holds: string, name: string, ms: number): Result<number, Context>;
    heldFor(holds: string, name: string): Result<number, Context>;
    takePostTurn(
      holds: string,
      budget: string,
      all: string,
      hold: string,
      asker: string,
      headStartMs: number,
      intervalMs: number,
      atOnce: number,
      allIntervalMs: number,
      allAtOnce: number,
    ): Result<number, Context>;
    spendTurn(budget: string, intervalMs: number, atOnce: number): Result<number, Context>;
    slowTurns(
      budget: string,
      intervalMs: number,
      atOnce: number,
      ms: number,
    ): Result<number, Context>;
  }
}
