import type { ClientContext, Result } from 'ioredis';
import { CLOCK } from './snippets.ts';

/** What keeps the bot as a whole from its work. */
export const FAULT_SCRIPTS = {
  // KEYS: fault, outbox, owing. ARGV: destination, fault, explanation
  // Returns 1 where the fault is a new one and is now owed to Slack, else 0.
  raiseFault: {
    keys: 3,
    lua: `
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
  },

  // KEYS: fault. ARGV: none. Notes evidence that the fault is over.
  disproveFault: {
    keys: 1,
    lua: `
if redis.call('HEXISTS', KEYS[1], 'since') == 0 then return 0 end
${CLOCK}
redis.call('HSET', KEYS[1], 'disproved', ms)
return 1`,
  },

  // KEYS: fault, outbox, owing. ARGV: destination, fault, quiet ms, how long to keep it in ms
  // Returns 0 where it does not stand, 1 where it has been disproved since it was last seen, and that was
  // so long ago: then it is over, and that is owed to Slack; 2 where it still stands.
  clearFault: {
    keys: 3,
    lua: `
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
  },
} as const;

declare module 'ioredis' {
  interface RedisCommander<Context extends ClientContext> {
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
