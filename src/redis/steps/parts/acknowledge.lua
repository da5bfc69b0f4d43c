-- What somebody presses on a message that calls on-call. The first one counts: whoever presses has to have seen how it
-- stands, or to be the one who looks after it. What is done stays done. Needs clock, write, mark-edit, mark-shown, calls and care, and
-- the arguments of acknowledgements: acknowledgement (who looks after it from now on; absent: it is taken back),
-- reopened (who takes it back), by, seenAt (since when it stands as the presser has seen it; 0: nobody looks after it),
-- untilMs (it is snoozed until then; 0: it is not), isDone, isReminder (pressed on a reminder, which shows only what
-- nobody looks after), remindAfterMs (after it is taken back; absent: never), urgency and reminderMessages (begins
-- their names).

-- Who looks after a message, as an object and as it is stored; nil where nobody does.
local function care_of(owner)
  local stored = redis.call('HGET', owner, FIELD.acknowledged)
  local care = care_in(stored)
  return care, care and stored or ''
end

-- Since when on-call has been called for a message that somebody takes on now, and nobody had; '' where it has not.
local function called_since(message, stood)
  return args.acknowledgement and stood == '' and redis.call('ZSCORE', keys.untaken, message) or ''
end

-- Whether it is forgotten before the snooze ends.
local function is_short(owner)
  local left = redis.call('PTTL', owner)
  return args.untilMs > 0 and left >= 0 and ms + left < args.untilMs
end

-- Why it can't be pressed: done, faster (somebody else looks after it), open (there is nothing to take back), short
-- (it is forgotten before the snooze ends), same (there is nothing to be changed); nil where it can.
local function why_not(owner)
  local care, stored = care_of(owner)
  if not care then
    if args.acknowledgement then return is_short(owner) and 'short' or nil, stored end
    return redis.call('HGET', owner, FIELD.reopened) == args.reopened and 'same' or 'open', stored
  end
  if stored == args.acknowledgement then return 'same', stored end
  if care.done then return 'done', stored end
  -- Pressed twice.
  local is_plain = args.acknowledgement and args.untilMs == 0 and not args.isDone
  if is_plain and care.by == args.by and not care['until'] then return 'same', stored end
  local is_own = care.by == args.by and not args.isReminder
  if not is_own and care.at ~= args.seenAt then return 'faster', stored end
  if not args.acknowledgement then return nil, stored end
  return is_short(owner) and 'short' or nil, stored
end

-- From now on it stands so; it and its reminders show it.
local function look_after(owner, message, after)
  if args.acknowledgement then
    write('HSET', owner, FIELD.acknowledged, args.acknowledgement)
    write('HDEL', owner, FIELD.reopened)
    end_calls(message)
    if args.untilMs > 0 then write('ZADD', keys.appointments, args.untilMs, message) end
  else
    write('HDEL', owner, FIELD.acknowledged)
    write('HSET', owner, FIELD.reopened, args.reopened, FIELD.remindersMade, 0)
    call_again(message, ms, args.remindAfterMs)
  end
  mark_shown(owner, message, args.urgency, after)
end
