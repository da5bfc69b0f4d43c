-- Calls on-call again for what nobody looks after, and for what was snoozed until now: makes a reminder, owes it to
-- Slack, and makes the next appointments. What somebody else has reminded of meanwhile is left out; of what somebody
-- looks after, or what is no longer kept, nobody is reminded any more. Reminders are named by the time when they were
-- made.
--
-- keys: owing, untaken, appointments, careChanged, edits, editsLeased, editPlaces
-- args: calls {message, owner (its key), made (how many reminders of it there were), isSnoozed, againAfterMs (absent:
--       never)}, escalates, reminders (begins their keys' names), outboxes (the same of their outboxes),
--       reminderMessages (begins their names), urgency (of the edits of what was snoozed), keepMs (of a reminder)
-- answers: none (nobody is to be reminded of anything), reminded (the reminder)
--- include clock
--- include write
--- include number
--- include sound
--- include mark-edit
--- include calls
--- include mark-shown
--- include care
redis.call('SCARD', keys.owing)
redis.call('ZCARD', keys.appointments)
redis.call('ZCARD', keys.untaken)
local at = ms
while redis.call('EXISTS', args.reminders .. whole(at)) == 1 do at = at + 1 end
local id = whole(at)
local told = {}
local function tell(call, since, made, reminders)
  local entries = number_of(sound('HGET', call.owner, FIELD.size))
  told[#told + 1] = {message = call.message, at = since, made = made, entries = entries}
  local names = reminders and reminders .. ' ' .. id or id
  write('HSET', call.owner, FIELD.remindersMade, made + (call.isSnoozed and 0 or 1), FIELD.reminders, names)
  if call.againAfterMs then
    write('ZADD', keys.appointments, ms + call.againAfterMs, call.message)
  else
    write('ZREM', keys.appointments, call.message)
  end
end
for _, call in ipairs(args.calls) do
  local since = redis.call('ZSCORE', keys.untaken, call.message)
  local kept = sound('HMGET', call.owner, FIELD.acknowledged, FIELD.remindersMade, FIELD.reminders)
  local care = kept and care_in(kept[1])
  local snooze = snooze_in(care)
  if not kept or (sound('HLEN', call.owner) or 0) == 0 then
    end_calls(call.message)
  elseif call.isSnoozed then
    if snooze and snooze['until'] <= ms then
      local reopened = {by = snooze.by, at = ms, ['until'] = snooze['until']}
      write('HDEL', call.owner, FIELD.acknowledged)
      write('HSET', call.owner, FIELD.reopened, cjson.encode(reopened))
      write('ZADD', keys.untaken, ms, call.message)
      mark_shown(call.owner, call.message, args.urgency, 0)
      tell(call, ms, 0, kept[3])
    end
  elseif care or not (since or kept[1]) then
    if not snooze then end_calls(call.message) end
  elseif (number_of(kept[2] or '0') or 0) == call.made then
    -- Of what can't be read nobody knows that somebody looks after it.
    if not since then write('ZADD', keys.untaken, ms, call.message) end
    if kept[1] then mark_shown(call.owner, call.message, args.urgency, 0) end
    tell(call, tonumber(since) or ms, call.made, kept[3])
  end
end
if #told == 0 then return apply({'none'}) end
local about = cjson.encode({at = ms, escalates = args.escalates, calls = told})
write('HSET', args.reminders .. id, FIELD.owed, 1, FIELD.keep, args.keepMs, FIELD.about, about)
local item = {kind = 'reminder', reminder = id, at = ms, escalates = args.escalates}
write('RPUSH', args.outboxes .. id, cjson.encode(item))
write('SADD', keys.owing, args.reminderMessages .. id)
return apply({'reminded', id})
