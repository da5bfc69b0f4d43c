-- Notes who looks after all of a burst that is told: its digests, and the alert before them; or that nobody does any
-- more. What does not stand in Slack has been seen by nobody. It concerns what stands as the pressed message does: what
-- nobody looks after, too, or what is looked after together with it; not what came after that. At once, so that two
-- who press different messages do not share it.
--
-- keys: digest (whose button was pressed), outbox (its own), owing, edits, editsLeased, editPlaces, untaken,
--       appointments, careChanged
-- args: digestId, digests (begins their keys' names), messages (begins their names), watches (begins the watches'
--       keys' names), alerts (begins the names of such messages), othersAfterMs: the pressed message is edited so much
--       sooner, those of parts/acknowledge.lua, destination and item (what is owed to its thread; absent: nothing),
--       deadlineMs (by the clock of Redis; 0: none)
-- answers: late, forgotten (the digest is no longer kept), changed, or why not (parts/acknowledge.lua); and how it
--          stood, as it is stored
--- include clock
--- include write
--- include number
--- include sound
--- include mark-edit
--- include calls
--- include mark-shown
--- include owe
--- include acknowledge
if args.deadlineMs ~= 0 and ms > args.deadlineMs then return {'late', ''} end
if redis.call('EXISTS', keys.digest) == 0 then return {'forgotten', ''} end
-- Whoever presses its button has seen it, though nobody may have noted yet that it stands.
local why, stood = why_not(keys.digest)
if why then return {why, stood} end
look_after(keys.digest, args.messages .. args.digestId, 0)
-- Of the others, what is no hash can't be acknowledged, and keeps nobody from the rest.
local function look_after_other(owner, message)
  if sound('HEXISTS', owner, FIELD.alertTs) ~= 1 then return end
  local _, stands = care_of(owner)
  if stands == stood and not why_not(owner) then look_after(owner, message, args.othersAfterMs) end
end
for _, direction in ipairs({FIELD.next, FIELD.previous}) do
  local seen = {[args.digestId] = true}
  local digest = redis.call('HGET', keys.digest, direction)
  while digest and not seen[digest] do
    seen[digest] = true
    look_after_other(args.digests .. digest, args.messages .. digest)
    digest = sound('HGET', args.digests .. digest, direction)
  end
end
local alone = redis.call('HGET', keys.digest, FIELD.firstWatch)
if alone then look_after_other(args.watches .. alone, args.alerts .. alone) end
if args.item then owe(keys.outbox, keys.owing, keys.digest, args.destination, args.item) end
return apply({'changed', stood})
