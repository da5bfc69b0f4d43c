-- Cards by asker: whoever has so many changed that they alone fill the queue of edits is put back by the time that
-- these take, behind all others. Needs clock, write, number, sound and mark-edit, and the key editAskers: until when
-- each asker's would take (ms), were there nobody else.

-- So long an edit takes, about, with what Slack allows a minute.
local EDIT_TAKES = 250
-- What takes no longer than this fills no queue.
local AT_ONCE = 20 * EDIT_TAKES

-- For how long an asker's keep the queue busy (ms); nil where that can't be known.
local function busy_with(asker)
  if not sound('HLEN', keys.editAskers) then return nil end
  local busy = number_of(redis.call('HGET', keys.editAskers, asker)) or 0
  return math.max(0, math.min(busy - ms, FORWARD))
end

-- How far an asker's are put back (ms).
local function behind_of(busy)
  return math.max(0, (busy or 0) - AT_ONCE)
end

-- So many more of an asker's are to be edited.
local function count_edits(asker, busy, count)
  if count == 0 or not busy then return end
  write('HSET', keys.editAskers, asker, whole(ms + busy + count * EDIT_TAKES))
  write('PEXPIRE', keys.editAskers, FORWARD + AT_ONCE)
end
