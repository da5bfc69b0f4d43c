import type { ClientContext, Result } from 'ioredis';
import { CLOCK, MARK_EDIT } from './snippets.ts';

/** Who looks after what an alert tells; the first one counts. */
export const ACKNOWLEDGEMENT_SCRIPTS = {
  // KEYS: owner, edits. ARGV: message, urgency, who and when
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

  // KEYS: page, edits. ARGV: page, prefix of pages' keys, of their destinations, of watches' keys, urgency,
  //       ms until the others' edits, who and when
  // All of the storm that is told and that nobody looks after yet: its pages, and the alert before them.
  // What does not stand in Slack has been seen by nobody. At once, so that two who press different messages
  // do not share it.
  // Returns 0 where the page is no longer kept.
  acknowledgeStorm: {
    keys: 2,
    lua: `
${CLOCK}
${MARK_EDIT}
local function take(owner, message, after)
  if redis.call('HEXISTS', owner, 'alert:ts') == 0 then return end
  if redis.call('HSETNX', owner, 'acknowledged', ARGV[7]) == 0 then return end
  mark_edit(KEYS[2], message, tonumber(ARGV[5]), ms + after)
end
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
take(KEYS[1], ARGV[3] .. ARGV[1], 0)
for _, direction in ipairs({'next', 'previous'}) do
  local seen = {[ARGV[1]] = true}
  local page = redis.call('HGET', KEYS[1], direction)
  while page and not seen[page] do
    seen[page] = true
    take(ARGV[2] .. page, ARGV[3] .. page, tonumber(ARGV[6]))
    page = redis.call('HGET', ARGV[2] .. page, direction)
  end
end
local alone = string.match(redis.call('HGET', KEYS[1], 'first') or '', '^alert/([^/]+)/')
if alone then take(ARGV[4] .. alone, 'alert/' .. alone, tonumber(ARGV[6])) end
return 1`,
  },
} as const;

declare module 'ioredis' {
  interface RedisCommander<Context extends ClientContext> {
    acknowledge(
      owner: string,
      edits: string,
      message: string,
      urgency: number,
      acknowledgement: string,
    ): Result<number, Context>;
    acknowledgeStorm(
      page: string,
      edits: string,
      ...args: (string | number)[]
    ): Result<number, Context>;
  }
}
