-- Calls on-call again for what nobody looks after: makes a reminder, owes it to Slack, and makes the next
-- appointments. What somebody else has reminded of meanwhile is left out; of what somebody looks after, or what is
-- no longer kept, nobody is reminded any more. Reminders are named by the time when they were made.
--
-- keys: owing, untaken, appointments
-- args: calls {message, owner (its key), made (how many reminders of it there were), againAfterMs (absent: never)},
--       escalates, reminders (begins their keys' names), outboxes (the same of their outboxes), messages (begins
--       their names), keepMs (of a reminder)
-- answers: none (nobody is to be reminded of anything), reminded (the reminder)
--- include clock
--- include write
--- include number
--- include sound
--- include calls
redis.call('SCARD', keys.owing)
redis.call('ZCARD', keys.appointments)
local at = ms
while redis.call('EXISTS', args.reminders .. whole(at)) == 1 do at = at + 1 end
local id = whole(at)
local told = {}
for _, call in ipairs(args.calls) do
  local since = redis.call('ZSCORE', keys.untaken, call.message)
  local kept = sound('HMGET', call.owner, FIELD.acknowledged, FIELD.remindersMade, FIELD.reminders)
  if not since or not kept or kept[1] or (sound('HLEN', call.owner) or 0) == 0 then
    end_calls(call.message)
  elseif (number_of(kept[2] or '0') or 0) == call.made then
    told[#told + 1] = {message = call.message, at = tonumber(since), made = call.made}
    local names = kept[3] and kept[3] .. ' ' .. id or id
    write('HSET', call.owner, FIELD.remindersMade, call.made + 1, FIELD.reminders, names)
    if call.againAfterMs then
      write('ZADD', keys.appointments, ms + call.againAfterMs, call.message)
    else
      write('ZREM', keys.appointments, call.message)
    end
  end
end
if #told == 0 then return apply({'none'}) end
local about = cjson.encode({at = ms, escalates = args.escalates, calls = told})
write('HSET', args.reminders .. id, FIELD.owed, 1, FIELD.keep, args.keepMs, FIELD.about, about)
local item = {kind = 'reminder', reminder = id, at = ms, escalates = args.escalates}
write('RPUSH', args.outboxes .. id, cjson.encode(item))
write('SADD', keys.owing, args.messages .. id)
return apply({'reminded', id})
