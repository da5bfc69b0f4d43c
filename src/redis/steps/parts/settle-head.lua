-- Takes an item off its outbox that is known to be its first, with what was noted about it; an owner that owes
-- nothing any more, and is to be kept only for a while, begins to end; one of which nobody can tell does not.
-- Returns whether the owner is kept. Needs write, number and sound.
local function settle_head(args)
  redis.call('HLEN', keys.stuck)
  redis.call('SCARD', keys.owing)
  write('LPOP', keys.outbox)
  write('HDEL', keys.stuck, args.destination)
  if redis.call('LLEN', keys.outbox) <= 1 then write('SREM', keys.owing, args.destination) end
  if (sound('HLEN', keys.owner) or 0) == 0 then return false end
  local owner = redis.call('HMGET', keys.owner, FIELD.owed, FIELD.keep)
  local owed, keep = number_of(owner[1] or '0'), number_of(owner[2])
  write('HDEL', keys.owner, args.claimField, args.routeField)
  if owed then write('HSET', keys.owner, FIELD.owed, owed - 1) end
  if not owed or owed > 1 or not keep or keep <= 0 then return true end
  write('PEXPIRE', keys.owner, keep)
  -- The newest epoch is forgotten with its watch.
  if args.epochNumber and sound('GET', keys.epoch) == whole(args.epochNumber) then
    write('PEXPIRE', keys.epoch, keep)
  end
  return true
end
