-- Notes something about an item that is still the first that is owed.
--
-- keys: outbox, owner (of the item), target (where it is noted: in the owner, or elsewhere)
-- args: item (as it stands in the outbox), field, value
-- answers: settled (no longer owed), ownerless (its owner is no longer kept), noted
--- include write
if redis.call('LINDEX', keys.outbox, 0) ~= args.item then return {'settled'} end
if redis.call('EXISTS', keys.owner) == 0 then return {'ownerless'} end
redis.call('HLEN', keys.target)
write('HSET', keys.target, args.field, args.value)
return apply({'noted'})
