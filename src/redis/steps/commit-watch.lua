-- Stores a decision, all of it or nothing: the record, what it owes Slack, and which cards are to be edited.
-- A record is kept at least until all that it owes is told.
--
-- keys: watch, live, epoch, ended, runs, failed, memory, owing, edits, editsLeased, editPlaces, editAskers; outboxes, one
--       for each that gets items
-- args: id, expectedVersion (0: it is not stored yet), record, isLive, keepMs, endedAt (where its end is remembered), run
--       and runAt (what it adds to the runs of its series, and when that ended; absent: nothing), triedAgainWithinMs
--       (it has failed, and waits so long for another try), ranFrom (since when it ran, where it has succeeded), epochNumber, begunAt,
--       deadlineMs (by the clock of Redis; 0: none), subscription, asker (whose turns its reads and edits take),
--       isReading (a reading is what was decided on), priority (of its reads; absent: stays as it is), urgency (of its cards'
--       edits), cards {message, lookedField}: those that merely progress have a field that tells when they were last
--       looked at, and the longest unseen has waited longest; items {outbox: which of the outboxes, destination, item}
-- answers: late, conflict (somebody else was faster), done, done-refresh (and somebody asks for a fresh look)
--- include clock
--- include write
--- include number
--- include sound
--- include mark-edit
--- include fair-edits
--- include remember
if args.deadlineMs ~= 0 and ms > args.deadlineMs then return {'late'} end
local watch = redis.call('HMGET', keys.watch, FIELD.version, FIELD.owed, FIELD.refresh, FIELD.priority)
local version = number_of(watch[1] or '0')
if version ~= args.expectedVersion then return {'conflict'} end
for _, outbox in ipairs(keys.outboxes) do
  if not sound('LLEN', outbox) then
    return redis.error_reply('WRONGTYPE ' .. outbox .. ' holds no list; nothing has been written')
  end
end
if #args.items > 0 then redis.call('SCARD', keys.owing) end
redis.call('ZCARD', keys.live)
local is_remembered = args.endedAt and sound('ZCARD', keys.ended)
local is_run = args.run and sound('ZCARD', keys.runs)
local is_try = is_run and sound('ZCARD', keys.failed)
local busy = busy_with(args.asker)
local newest = (version == 0 or not args.isLive) and sound('GET', keys.epoch)
if version == 0 then
  -- Epochs begin above when memory last went back: those of watches that were lost with it never come again.
  local lowest = number_of(sound('HGET', keys.memory, FIELD.since)) or 0
  local known = number_of(newest)
  if known and math.max(known, lowest) ~= args.epochNumber - 1 then return {'conflict'} end
  if args.epochNumber <= lowest then return {'conflict'} end
  newest = whole(args.epochNumber)
  write('SET', keys.epoch, newest)
end
local priority = args.priority and '1' or '0'
if args.priority == nil then priority = watch[4] or '0' end
write('HSET', keys.watch, FIELD.version, version + 1, FIELD.record, args.record, FIELD.subscription, args.subscription,
  FIELD.priority, priority, FIELD.asker, args.asker)
for _, card in ipairs(args.cards) do
  local looked = card.lookedField and redis.call('HGET', keys.watch, card.lookedField)
  mark_edit(card.message, args.urgency, number_of(looked) or ms, behind_of(busy))
end
count_edits(args.asker, busy, #args.cards)
-- Where it is no number, nobody can tell what it owes, and it is kept for good.
local owed_before = number_of(watch[2] or '0')
local owed = owed_before and owed_before + #args.items
for _, item in ipairs(args.items) do
  write('RPUSH', keys.outboxes[item.outbox + 1], item.item)
  write('SADD', keys.owing, item.destination)
end
if owed and #args.items > 0 then write('HSET', keys.watch, FIELD.owed, owed) end
if args.isLive then
  -- Each time: a live watch that has dropped out would be found by nobody.
  write('ZADD', keys.live, args.begunAt, args.id)
else
  write('ZREM', keys.live, args.id)
  write('HSET', keys.watch, FIELD.keep, args.keepMs)
  -- Sent once more for a watch that has ended already, these change nothing.
  if is_remembered then remember(keys.ended, args.endedAt, args.id, 10000, args.keepMs) end
  if is_run then remember(keys.runs, args.runAt, args.run, 20, args.keepMs) end
  if is_try and args.triedAgainWithinMs then
    remember(keys.failed, args.runAt, args.id, 10, args.triedAgainWithinMs)
  elseif is_try and args.ranFrom then
    write('ZREMRANGEBYSCORE', keys.failed, '-inf', '(' .. whole(args.ranFrom))
  end
  if owed and owed <= 0 then
    -- One that has ended already is kept no longer for it.
    if redis.call('PTTL', keys.watch) < 0 then
      write('PEXPIRE', keys.watch, args.keepMs)
      if newest == whole(args.epochNumber) then write('PEXPIRE', keys.epoch, args.keepMs) end
    end
  end
end
-- A wish that came while it was read is for whoever has read, and is fulfilled by the read that follows. Others who
-- commit meanwhile leave it.
local is_refresh = args.isReading and watch[3]
if is_refresh and not args.isLive then write('HDEL', keys.watch, FIELD.refresh) end
return apply({is_refresh and 'done-refresh' or 'done'})
