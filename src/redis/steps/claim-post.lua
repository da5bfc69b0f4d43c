-- Writes down, before a post, that it is about to be sent, and where. Nobody else may post the item while the
-- lease runs; after that, or where the claim was given up in doubt, the next one has to look for the message
-- in all places where it may stand. So it has where memory went back after the item's owner was begun. It is a mark
-- of its process as well: a post of which Redis forgets is noticed, however soon that is.
--
-- keys: owner, outbox, marks, memory
-- args: item (as it stands in the outbox), field, name (of the claim), place, leaseMs, born (when the owner was begun: an
--       epoch, or a time), lossMattersMs; process, known, knownSince, broke and back: as for mark-memory, absent where the
--       process leaves no marks
-- answers: settled (no longer owed), ownerless (its owner is no longer kept), went-back (memory did: to be noted first),
--          busy (claimed by another for so many ms), claimed (its mark), doubtful (its mark; it may have been posted,
--          since when by the clock of Redis, until when, where that is known, else 0; and in which places)
--- include clock
--- include write
--- include claim
--- include number
--- include sound
--- include unheard
if redis.call('LINDEX', keys.outbox, 0) ~= args.item then return {'settled'} end
if redis.call('EXISTS', keys.owner) == 0 then return {'ownerless'} end
local memory = sound('HMGET', keys.memory, FIELD.since, FIELD.lostAfter) or {}
local whole_since, lost_from = number_of(memory[1]) or 0, number_of(memory[2])
local mark = 0
if args.process then
  local found = number_of(sound('ZSCORE', keys.marks, args.process)) or 0
  if found < args.known and not (lost_from and whole_since > args.knownSince) then return {'went-back'} end
  mark = math.max(ms, found + 1, args.known + 1)
end
local may_be_lost = lost_from and args.born <= whole_since and ms - whole_since < args.lossMattersMs
if args.process and not may_be_lost and is_unheard() then
  may_be_lost, lost_from, whole_since = true, args.broke, args.back
end
local stored = redis.call('HGET', keys.owner, args.field)
-- What can't be read may be the claim of somebody who has posted it here.
local claim = claim_of(stored) or {
  name = '', since = may_be_lost and math.min(ms, lost_from) or ms, till = 0, places = stored and {args.place} or {}
}
if stored and claim.name ~= args.name and ms < claim.till and ms >= claim.since then
  return {'busy', claim.till - ms}
end
local answer = {'claimed', mark}
if stored then answer = {'doubtful', mark, claim.since, 0, unpack(claim.places)} end
local is_known = false
for _, place in ipairs(claim.places) do is_known = is_known or place == args.place end
if not is_known then table.insert(claim.places, args.place) end
if may_be_lost then
  answer = {'doubtful', mark, math.min(claim.since, lost_from), stored and 0 or whole_since, unpack(claim.places)}
end
claim.name = args.name
claim.till = ms + args.leaseMs
write('HSET', keys.owner, args.field, cjson.encode(claim))
if args.process then write('ZADD', keys.marks, mark, args.process) end
return apply(answer)
