-- Decides whether an alert is told alone. The first one is. One that soon follows it makes a burst: it goes from
-- its outbox onto the burst's digest, and onto a new one where that is full, acknowledged, made good, split or can't be
-- edited, or where on-call has to be mentioned, which an edit does not do. What was tried alone stays alone. Digests are
-- named by the time when they were begun. A burst of which nobody can tell when it was is over.
--
-- keys: burst, outbox, owing, stuck, owner (the watch), epoch, edits, editsLeased, editPlaces, holds, untaken,
--       appointments
-- args: destination, item (as it stands in the outbox), alert (its id), watchId, claimField, routeField, epochNumber,
--       digestField (that names its digest), kind (of the burst), digests (begins their keys' names), digestOutboxes (the
--       same of theirs), messages (begins their names), entry, mostEntries, urgency of a digest's edit, gatherMs
--       (what comes within that time is one edit), keepMs (of a digest), followsMs (within which the next alert
--       makes a burst), endsAfterMs (without any alert), mentions, mentionAgainMs, editHolds (names of those that
--       count), heldTooLongMs, remindAfterMs (absent: never)
-- answers: settled (no longer owed; and the digest on which it stands, or ''), alone, gathered (the digest)
--- include clock
--- include write
--- include number
--- include sound
--- include holds
--- include mark-edit
--- include settle-head
--- include calls
local known = redis.call('HGET', keys.owner, args.digestField)
if redis.call('LINDEX', keys.outbox, 0) ~= args.item then return {'settled', known or ''} end
if redis.call('EXISTS', keys.owner) == 0 then return {'alone'} end
redis.call('SCARD', keys.owing)
local tried = redis.call('HMGET', keys.owner, args.claimField, args.routeField)
if tried[1] or tried[2] then return {'alone'} end
local stored = redis.call('HMGET', keys.burst, FIELD.last, FIELD.first, FIELD.firstWatch, FIELD.digest, FIELD.mentioned)
local last, first, first_watch, digest_id, mentioned =
  number_of(stored[1]), stored[2], stored[3], stored[4], number_of(stored[5])
if first == args.alert then return {'alone'} end

local gap = last and ms - last or -1
local follows = gap >= 0 and gap < (digest_id and args.endsAfterMs or args.followsMs)
local calm = mentioned and ms - mentioned or -1
local mentions = args.mentions and (not follows or calm < 0 or calm >= args.mentionAgainMs)
write('HSET', keys.burst, FIELD.last, ms)
if mentions then write('HSET', keys.burst, FIELD.mentioned, ms) end
local burst_kept = math.max(args.endsAfterMs, args.mentionAgainMs) + 60000
if not follows then
  write('HSET', keys.burst, FIELD.first, args.alert, FIELD.firstWatch, args.watchId)
  write('HDEL', keys.burst, FIELD.digest)
  -- Nobody has been called for this burst yet.
  if not mentions then write('HDEL', keys.burst, FIELD.mentioned) end
  write('PEXPIRE', keys.burst, burst_kept)
  return apply({'alone'})
end

local digest = digest_id and args.digests .. digest_id
local size = digest and number_of(sound('HGET', digest, FIELD.size)) or args.mostEntries
local function is_closed()
  local state =
    redis.call('HMGET', digest, FIELD.acknowledged, FIELD.split, FIELD.recovered, FIELD.alertTs, FIELD.alertTries)
  if state[1] or state[2] or state[3] or size < 0 then return true end
  if not state[4] then return false end
  -- It could be told by an edit only, and edits are held, or do not work.
  for _, name in ipairs(args.editHolds) do
    if left_of(redis.call('HGET', keys.holds, name)) > args.heldTooLongMs then return true end
  end
  return state[5] ~= false
end
local is_posted = false
if mentions or size >= args.mostEntries or is_closed() then
  local previous = digest_id
  local at = ms
  while redis.call('EXISTS', args.digests .. whole(at)) == 1 do at = at + 1 end
  digest_id = whole(at)
  digest = args.digests .. digest_id
  size = 0
  write('HSET', digest, FIELD.at, ms, FIELD.owed, 1, FIELD.keep, args.keepMs, FIELD.mentions, mentions and 1 or 0)
  if first_watch then write('HSET', digest, FIELD.firstWatch, first_watch) end
  if previous then
    write('HSET', digest, FIELD.previous, previous)
    if (sound('HLEN', args.digests .. previous) or 0) > 0 then
      write('HSET', args.digests .. previous, FIELD.next, digest_id)
    end
  end
  local item = {kind = 'digest', burst = args.kind, digest = digest_id, at = ms}
  write('RPUSH', args.digestOutboxes .. digest_id, cjson.encode(item))
  write('SADD', keys.owing, args.messages .. digest_id)
  write('HSET', keys.burst, FIELD.digest, digest_id)
else
  is_posted = redis.call('HEXISTS', digest, FIELD.alertTs) == 1
end
local name = args.messages .. digest_id
write('PEXPIRE', keys.burst, burst_kept)
write('HSET', digest, FIELD.size, size + 1, FIELD.entry .. (size + 1), args.entry)
write('HSET', keys.owner, args.digestField, name)
local is_call = args.mentions and args.kind == 'failures'
if is_call then write('HSET', digest, FIELD.isCall, 1) end
if is_posted then
  mark_edit(name, args.urgency, ms + args.gatherMs)
  if is_call then await_taker(name, args.remindAfterMs) end
end
settle_head(args)
return apply({'gathered', name})
