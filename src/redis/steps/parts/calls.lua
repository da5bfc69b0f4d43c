-- The messages that call on-call and that nobody looks after, and when on-call is called again for which of them.
-- Needs clock, write and mark-edit, and the keys untaken and appointments.

-- On-call is called for a message as of a time, and again after so many ms (nil: never).
local function call_again(message, at, remind_after)
  redis.call('ZCARD', keys.untaken)
  redis.call('ZCARD', keys.appointments)
  write('ZADD', keys.untaken, at, message)
  if remind_after then
    write('ZADD', keys.appointments, at + remind_after, message)
  else
    write('ZREM', keys.appointments, message)
  end
end

-- A message calls on-call. One that is known keeps its time.
local function await_taker(message, remind_after)
  if not redis.call('ZSCORE', keys.untaken, message) then call_again(message, ms, remind_after) end
end

-- Nobody is called for a message again.
local function end_calls(message)
  redis.call('ZCARD', keys.untaken)
  redis.call('ZCARD', keys.appointments)
  write('ZREM', keys.untaken, message)
  write('ZREM', keys.appointments, message)
end
