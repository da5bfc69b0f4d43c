-- Ends the lease of a message that looks right now. Whose lease has run out may have overwritten what another
-- has shown meanwhile: then nobody knows how it looks, and it is looked at again.
--
-- keys: edits, editsLeased, editPlaces, owner
-- args: message, lease, triesField, shownField, lookedField, look (how it looks; absent where nothing is to be noted),
--       urgency of looking again
-- answers: late, settled
--- include clock
--- include write
--- include number
--- include mark-edit
--- include give-back
local is_noted = redis.call('HLEN', keys.owner) > 0 and args.look ~= nil
if redis.call('ZSCORE', keys.editsLeased, args.message) ~= args.lease then
  if is_noted then
    write('HDEL', keys.owner, args.shownField)
    mark_edit(args.message, args.urgency, ms)
  end
  return apply({'late'})
end
if is_noted then write('HSET', keys.owner, args.shownField, args.look, args.lookedField, ms) end
write('HDEL', keys.owner, args.triesField)
give_back(args.message, true)
return apply({'settled'})
