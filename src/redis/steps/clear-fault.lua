-- Ends a fault that has been disproved since it was last seen, where that was long enough ago; or one that nobody has
-- seen for so long that it has to be told anew.
--
-- keys: fault, faults, outbox, owing
-- args: destination, name, quietMs, untriedMs (absent: silence never ends it), keepMs (after its end)
-- answers: gone (it does not stand), stands, works or untried (it has ended, and is owed to Slack)
--- include clock
--- include write
--- include number
--- include owe
local stored = redis.call('HMGET', keys.fault, FIELD.since, FIELD.seen, FIELD.disproved, FIELD.subscription)
redis.call('SCARD', keys.faults)
local seen, disproved = number_of(stored[2]) or 0, number_of(stored[3])
local works = disproved and disproved >= seen and ms - seen >= args.quietMs
local untried = args.untriedMs and ms - seen >= args.untriedMs
if stored[1] and not works and not untried then return {'stands'} end
write('SREM', keys.faults, args.name)
if not stored[1] then return apply({'gone'}) end
local why = works and 'works' or 'untried'
write('HDEL', keys.fault, FIELD.since, FIELD.disproved)
write('HSET', keys.fault, FIELD.keep, args.keepMs)
local item = {
  kind = 'fault-over', fault = args.name, subscription = stored[4] or nil, why = why,
  since = number_of(stored[1]) or ms, at = ms,
}
owe(keys.outbox, keys.owing, keys.fault, args.destination, cjson.encode(item))
return apply({why})
