-- Who looks after a message shows on it and on its reminders, and pagers hear of it. Needs clock, write and mark-edit,
-- the key careChanged and the argument reminderMessages (begins their names).
local function mark_shown(owner, message, urgency, after)
  redis.call('ZCARD', keys.careChanged)
  write('ZADD', keys.careChanged, ms, message)
  mark_edit(message, urgency, ms + after)
  for reminder in string.gmatch(redis.call('HGET', owner, FIELD.reminders) or '', '%d+') do
    mark_edit(args.reminderMessages .. reminder, urgency, ms + after + 1)
  end
end
