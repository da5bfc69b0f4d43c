-- Takes an item off its outbox, if it still is the first, together with what is known of its post. What is
-- shown may be older than what it shows by now: then somebody has to look.
--
-- keys: outbox, owing, stuck, owner, epoch, edits, editsLeased, editPlaces, untaken, appointments
-- args: destination, item (as it stands in the outbox), claimField, routeField, epochNumber (of a watch),
--       known (fields and values, one after the other), message (of ours that stands now, if any), urgency of its edit,
--       isCall (it calls on-call; absent: where its owner says so), remindAfterMs (absent: never)
-- answers: settled
--- include clock
--- include write
--- include number
--- include sound
--- include mark-edit
--- include settle-head
--- include calls
--- include care
if redis.call('LINDEX', keys.outbox, 0) ~= args.item then return {'settled'} end
if #args.known > 0 and redis.call('HLEN', keys.owner) > 0 then write('HSET', keys.owner, unpack(args.known)) end
local is_kept = settle_head(args)
if is_kept and args.message then
  mark_edit(args.message, args.urgency, ms)
  local is_call = args.isCall
  if is_call == nil then is_call = redis.call('HEXISTS', keys.owner, FIELD.isCall) == 1 end
  if is_call and not care_in(redis.call('HGET', keys.owner, FIELD.acknowledged)) then
    await_taker(args.message, args.remindAfterMs)
  end
end
return apply({'settled'})
