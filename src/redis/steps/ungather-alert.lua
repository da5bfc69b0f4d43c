-- An entry of a digest that no channel takes is told alone after all, to those who asked. Safe to repeat.
--
-- keys: watch, outbox, owing
-- args: destination, item, digestField (which names the digest), digest (its message's name), routeField, place
--       (where the route goes on)
-- answers: settled (it does not stand on that digest), owed
--- include write
--- include number
--- include owe
if redis.call('HGET', keys.watch, args.digestField) ~= args.digest then return {'settled'} end
write('HDEL', keys.watch, args.digestField)
write('HSET', keys.watch, args.routeField, args.place)
write('PERSIST', keys.watch)
owe(keys.outbox, keys.owing, keys.watch, args.destination, args.item)
return apply({'owed'})
