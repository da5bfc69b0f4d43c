-- One more item is owed to a destination, out of its owner. Needs write and number.
local function owe(outbox, owing, owner, destination, item)
  redis.call('LLEN', outbox)
  redis.call('SCARD', owing)
  write('RPUSH', outbox, item)
  write('SADD', owing, destination)
  local owed = number_of(redis.call('HGET', owner, FIELD.owed) or '0')
  if owed then write('HSET', owner, FIELD.owed, owed + 1) end
end
