-- Has a digest posted anew whose message is lost. On-call has been mentioned. Safe to repeat.
--
-- keys: digest, outbox, owing
-- args: destination, burst, digestId, ts (of the lost message)
-- answers: settled (it is not that message any more), owed
--- include clock
--- include write
--- include number
--- include owe
if redis.call('HGET', keys.digest, FIELD.alertTs) ~= args.ts then return {'settled'} end
write('HDEL', keys.digest, FIELD.alertTs, FIELD.alertChannel, FIELD.alertShown)
write('HSET', keys.digest, FIELD.mentions, 0)
write('PERSIST', keys.digest)
local item = {kind = 'digest', burst = args.burst, digest = args.digestId, at = ms}
owe(keys.outbox, keys.owing, keys.digest, args.destination, cjson.encode(item))
return apply({'owed'})
