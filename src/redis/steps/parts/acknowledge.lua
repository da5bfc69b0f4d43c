-- Somebody looks after what a message tells, unless somebody does already: nobody is called for it again, and it
-- and its reminders show it. Needs clock, write, mark-edit and calls, and the arguments acknowledgement, urgency and
-- reminders. Returns whether this one is the first.
local function acknowledge(owner, message, after)
  local stored = redis.call('HMGET', owner, FIELD.acknowledged, FIELD.reminders)
  if stored[1] then return false end
  write('HSET', owner, FIELD.acknowledged, args.acknowledgement)
  end_calls(message)
  mark_edit(message, args.urgency, ms + after)
  for reminder in string.gmatch(stored[2] or '', '%d+') do
    mark_edit(args.reminders .. reminder, args.urgency, ms + after + 1)
  end
  return true
end
