-- Something keeps the bot from its work, in all or in some subscriptions (still).
--
-- keys: fault, faults, outbox, owing
-- args: destination, name, explanation, subscription (where it was seen; absent where it concerns all)
-- answers: stands (already), raised (and owed to Slack)
--- include clock
--- include write
--- include number
--- include owe
local standing = redis.call('HEXISTS', keys.fault, FIELD.since) == 1
redis.call('SCARD', keys.faults)
write('HSET', keys.fault, FIELD.seen, ms, FIELD.explanation, args.explanation)
write('SADD', keys.faults, args.name)
if standing then return apply({'stands'}) end
write('HSET', keys.fault, FIELD.since, ms)
write('HDEL', keys.fault, FIELD.keep)
write('PERSIST', keys.fault)
local item = {kind = 'fault', fault = args.name, subscription = args.subscription, since = ms, explanation = args.explanation}
if args.subscription then write('HSET', keys.fault, FIELD.subscription, args.subscription) end
owe(keys.outbox, keys.owing, keys.fault, args.destination, cjson.encode(item))
return apply({'raised'})
