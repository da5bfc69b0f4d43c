-- Ends the lease of a message in the queue of edits: what was marked meanwhile, and what is not done, waits
-- again. A leased message does not wait in the queue itself; one whose place is lost goes first. Needs write and
-- number.
local function give_back(message, is_done)
  local place = redis.call('HMGET', keys.editPlaces, message, message .. '+')
  redis.call('ZCARD', keys.edits)
  write('ZREM', keys.editsLeased, message)
  write('HDEL', keys.editPlaces, message, message .. '+')
  local came, score = number_of(place[1]) or 0, number_of(place[2])
  if not is_done and (not score or came < score) then score = came end
  if score then write('ZADD', keys.edits, string.format('%.0f', score), message) end
end
