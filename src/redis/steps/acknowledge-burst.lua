-- Notes who looks after all of a burst that is told and that nobody looks after yet: its digests, and the alert
-- before them. What does not stand in Slack has been seen by nobody. At once, so that two who press different
-- messages do not share it.
--
-- keys: digest (whose button was pressed), edits, editsLeased, editPlaces, untaken, appointments
-- args: digestId, digests (begins their keys' names), messages (begins their names), watches (begins the watches'
--       keys' names), alerts and reminders (begin the names of such messages), urgency of the edits, othersAfterMs: the pressed
--       message is edited so much sooner, acknowledgement, deadlineMs (by the clock of Redis; 0: none)
-- answers: late, forgotten (the digest is no longer kept), first, acknowledged already
--- include clock
--- include write
--- include number
--- include sound
--- include mark-edit
--- include calls
--- include acknowledge
if args.deadlineMs ~= 0 and ms > args.deadlineMs then return {'late'} end
if redis.call('EXISTS', keys.digest) == 0 then return {'forgotten'} end
-- Of the others, what is no hash can't be acknowledged, and keeps nobody from the rest.
local function acknowledge_other(owner, message)
  if sound('HEXISTS', owner, FIELD.alertTs) == 1 then acknowledge(owner, message, args.othersAfterMs) end
end
-- Whoever presses its button has seen it, though nobody may have noted yet that it stands.
local is_first = acknowledge(keys.digest, args.messages .. args.digestId, 0)
for _, direction in ipairs({FIELD.next, FIELD.previous}) do
  local seen = {[args.digestId] = true}
  local digest = redis.call('HGET', keys.digest, direction)
  while digest and not seen[digest] do
    seen[digest] = true
    acknowledge_other(args.digests .. digest, args.messages .. digest)
    digest = sound('HGET', args.digests .. digest, direction)
  end
end
local alone = redis.call('HGET', keys.digest, FIELD.firstWatch)
if alone then acknowledge_other(args.watches .. alone, args.alerts .. alone) end
return apply({is_first and 'first' or 'acknowledged'})
