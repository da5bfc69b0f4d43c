-- Notes who looks after all of a burst that is told: its digests, and the alert before them; or that nobody does any
-- more. What the presser has not seen is left to be called for: it does not stand in Slack, or came after they opened
-- their form, or is not shown on its digest yet. It concerns what stands as the pressed message does: what nobody looks
-- after, too, or what is looked after together with it; not what came after that. At once, so that two who press
-- different messages do not share it. Entries of the pressed digest that they have not seen go onto a new digest.
--
-- keys: burst, digest (whose button was pressed), outbox (its own), owing, edits, editsLeased, editPlaces, untaken,
--       appointments, careChanged
-- args: digestId, digests (begins their keys' names), digestOutboxes (the same of theirs), messages (begins their
--       names), watches (begins the watches' keys' names), alerts (begins the names of such messages), digestField (in
--       which a watch names its digest), entriesSeen (of the pressed digest; absent: all), openedAt (the form; absent:
--       there was none), othersAfterMs (the pressed message is edited so much sooner), mentionAgainMs, those of parts/acknowledge.lua,
--       destination and item (what is owed to its thread; absent: nothing), deadlineMs (by the clock of Redis; 0: none)
-- answers: late, forgotten (the digest is no longer kept), changed, or why not (parts/acknowledge.lua); how it stood, as
--          it is stored; the digest that has what was not seen, or ''; and since when on-call was called for what is
--          taken on now, or ''
--- include clock
--- include write
--- include number
--- include sound
--- include mark-edit
--- include calls
--- include mark-shown
--- include owe
--- include care
--- include acknowledge
--- include part-digest
if args.deadlineMs ~= 0 and ms > args.deadlineMs then return {'late', '', '', ''} end
if redis.call('EXISTS', keys.digest) == 0 then return {'forgotten', '', '', ''} end
-- Whoever presses its button has seen it, though nobody may have noted yet that it stands.
local why, stood = why_not(keys.digest)
if why then return {why, stood, '', ''} end
look_after(keys.digest, args.messages .. args.digestId, 0)
-- Of the others, what is no hash can't be acknowledged, and keeps nobody from the rest.
local function look_after_other(owner, message)
  if sound('HEXISTS', owner, FIELD.alertTs) ~= 1 then return end
  local _, stands = care_of(owner)
  if stands == stood and not why_not(owner) then look_after(owner, message, args.othersAfterMs) end
end
local function is_seen(owner)
  local kept = sound('HMGET', owner, FIELD.size, FIELD.told, FIELD.toldAt) or {}
  local size, told, told_at = number_of(kept[1]), number_of(kept[2]), number_of(kept[3])
  if size and told and told < size then return false end
  return not args.openedAt or told_at ~= nil and told_at < args.openedAt
end
for _, direction in ipairs({FIELD.next, FIELD.previous}) do
  local seen = {[args.digestId] = true}
  local digest = redis.call('HGET', keys.digest, direction)
  while digest and not seen[digest] do
    seen[digest] = true
    local owner = args.digests .. digest
    if stood ~= '' or is_seen(owner) then look_after_other(owner, args.messages .. digest) end
    digest = sound('HGET', owner, direction)
  end
end
local alone = redis.call('HGET', keys.digest, FIELD.firstWatch)
if alone then look_after_other(args.watches .. alone, args.alerts .. alone) end
if args.item then owe(keys.outbox, keys.owing, keys.digest, args.destination, args.item) end
-- What somebody looks after gets no more entries.
local is_taken_now = args.acknowledgement and stood == ''
local parted = is_taken_now and args.entriesSeen and part_digest(args.entriesSeen)
return apply({'changed', stood, parted or '', called_since(args.messages .. args.digestId, stood)})
