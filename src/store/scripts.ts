import type { ClientContext, Redis, Result } from 'ioredis';

/**
 * The atomic steps. Each is one Lua script, so that a process may die before or after it but never
 * within it, and carries the version or the value it expects, so that the slower of two is refused.
 */
const SCRIPTS = {
  // KEYS: watch, live, epoch, owing, behind, then the outboxes that get items
  // ARGV: id, expected version, record, live?, history ms, epoch, begun at, deadline or 0, count of
  //       cards behind, those cards, then for each item: index of its outbox in KEYS, destination, item
  // Returns -1: too late; 0: somebody else was faster; 1: done; 2: done, and somebody asks for a
  // fresh look.
  commitWatch: `
if ARGV[8] ~= '0' then
  local time = redis.call('TIME')
  if time[1] * 1000 + time[2] / 1000 > tonumber(ARGV[8]) then return -1 end
end
local version = redis.call('HGET', KEYS[1], 'version') or '0'
if version ~= ARGV[2] then return 0 end
if version == '0' then
  if tonumber(redis.call('GET', KEYS[3]) or '0') ~= tonumber(ARGV[6]) - 1 then return 0 end
  redis.call('SET', KEYS[3], ARGV[6])
end
redis.call('HSET', KEYS[1], 'version', tonumber(version) + 1, 'record', ARGV[3])
if ARGV[4] == '1' then
  redis.call('ZADD', KEYS[2], ARGV[7], ARGV[1])
else
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  if redis.call('GET', KEYS[3]) == ARGV[6] then redis.call('PEXPIRE', KEYS[3], ARGV[5]) end
end
local at = 9
local behind = tonumber(ARGV[at])
for i = 1, behind do redis.call('SADD', KEYS[5], ARGV[at + i]) end
at = at + behind + 1
while ARGV[at] do
  redis.call('RPUSH', KEYS[tonumber(ARGV[at])], ARGV[at + 2])
  redis.call('SADD', KEYS[4], ARGV[at + 1])
  at = at + 3
end
if redis.call('HDEL', KEYS[1], 'refresh') == 1 then return 2 end
return 1`,

  // KEYS: watch. ARGV: none. Takes note of a wish for a fresh look. Returns 1 where the watch is kept.
  askRefresh: `
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 'refresh', '1')
return 1`,

  // KEYS: watch. ARGV: field, value. Never brings a watch back that is no longer kept.
  // Returns what the field held before; it is set only where it held nothing.
  setOnce: `
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
local earlier = redis.call('HGET', KEYS[1], ARGV[1])
if not earlier then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
return earlier`,

  // KEYS: outbox, owing, watch. ARGV: destination, item as read, intent field, then field, value, ...
  // Takes the head off its outbox, if it still is the head, together with what is known of its post.
  settleItem: `
if redis.call('LINDEX', KEYS[1], 0) ~= ARGV[2] then return 0 end
redis.call('LPOP', KEYS[1])
if redis.call('LLEN', KEYS[1]) == 0 then redis.call('SREM', KEYS[2], ARGV[1]) end
if redis.call('EXISTS', KEYS[3]) == 1 then
  redis.call('HDEL', KEYS[3], ARGV[3])
  if ARGV[4] then redis.call('HSET', KEYS[3], unpack(ARGV, 4)) end
end
return 1`,

  // KEYS: watch, behind. ARGV: member, version that was rendered, field of what is shown, its value
  // Returns 1 where the card is up to date, 0 where the record has moved on meanwhile.
  settleCard: `
if redis.call('EXISTS', KEYS[1]) == 0 then return 1 end
redis.call('HSET', KEYS[1], ARGV[3], ARGV[4])
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[2] then return 0 end
redis.call('SREM', KEYS[2], ARGV[1])
return 1`,
} as const;

declare module 'ioredis' {
  interface RedisCommander<Context extends ClientContext> {
    commitWatch(keyCount: number, ...keysAndArgs: (string | number)[]): Result<number, Context>;
    askRefresh(watch: string): Result<number, Context>;
    setOnce(watch: string, field: string, value: string): Result<string | null, Context>;
    settleItem(
      outbox: string,
      owing: string,
      watch: string,
      ...args: string[]
    ): Result<number, Context>;
    settleCard(watch: string, behind: string, ...args: string[]): Result<number, Context>;
  }
}

/** Teaches a connection the scripts above. */
export function defineScripts(redis: Redis): void {
  redis.defineCommand('commitWatch', { lua: SCRIPTS.commitWatch });
  redis.defineCommand('askRefresh', { lua: SCRIPTS.askRefresh, numberOfKeys: 1 });
  redis.defineCommand('setOnce', { lua: SCRIPTS.setOnce, numberOfKeys: 1 });
  redis.defineCommand('settleItem', { lua: SCRIPTS.settleItem, numberOfKeys: 3 });
  redis.defineCommand('settleCard', { lua: SCRIPTS.settleCard, numberOfKeys: 2 });
}
