-- Who looks after a message shows on it, and on its reminders. Needs mark-edit, and the argument reminderMessages
-- (begins their names).
local function mark_shown(owner, message, urgency, after)
  mark_edit(message, urgency, ms + after)
  for reminder in string.gmatch(redis.call('HGET', owner, FIELD.reminders) or '', '%d+') do
    mark_edit(args.reminderMessages .. reminder, urgency, ms + after + 1)
  end
end
