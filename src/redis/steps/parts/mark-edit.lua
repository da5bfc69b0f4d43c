-- The queue of messages that may look older than what they show. Its score is the urgency times a step, plus
-- since when the message waits (ms): the more urgent, the earlier its turn, and among equals the one that has
-- waited longest. All are put forward by the same time, out of which those of whoever fills the queue are put back. What is leased at the moment keeps its places in a hash: by its name the one that it came
-- from, and with a plus behind it the one that it has been given since. Needs clock, write and
-- number.
local URGENCY_STEP = 1e13
local FORWARD = 1800000

-- A message of ours may look different now, or at a time to come. `behind`: how far (ms, up to FORWARD) it is put back.
local function mark_edit(message, urgency, since, behind)
  if since <= ms then since = since - FORWARD + (behind or 0) end
  local score = whole(urgency * URGENCY_STEP + since)
  if not redis.call('ZSCORE', keys.editsLeased, message) then
    local known = redis.call('ZSCORE', keys.edits, message)
    if not known or tonumber(score) < tonumber(known) then write('ZADD', keys.edits, score, message) end
    return
  end
  local known = number_of(redis.call('HGET', keys.editPlaces, message .. '+'))
  if not known or tonumber(score) < known then write('HSET', keys.editPlaces, message .. '+', score) end
end
