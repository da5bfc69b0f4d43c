-- The messages that call on-call and that nobody looks after, and when on-call is called again for which of them.
-- Needs clock, write and mark-edit, and the keys untaken and appointments.

-- A message calls on-call: it is called again after so many ms (nil: never). One that is known keeps its time.
local function await_taker(message, remind_after)
  if redis.call('ZSCORE', keys.untaken, message) then return end
  redis.call('ZCARD', keys.appointments)
  write('ZADD', keys.untaken, ms, message)
  if remind_after then write('ZADD', keys.appointments, ms + remind_after, message) end
end

-- Nobody is called for a message again.
local function end_calls(message)
  redis.call('ZCARD', keys.untaken)
  redis.call('ZCARD', keys.appointments)
  write('ZREM', keys.untaken, message)
  write('ZREM', keys.appointments, message)
end
