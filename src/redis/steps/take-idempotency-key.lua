-- Takes a key under which a pipeline may send the same request again, unless it has been taken.
--
-- keys: idempotency
-- args: owner (names who takes it), request (a hash of what is asked for), leaseMs (as long as nobody else may take it)
-- answers: taken | under-way, ms (by somebody else, for so long at most) | other-request (the key stands for another) |
--          answered, answer
--- include write
local kept = redis.call('HMGET', keys.idempotency, FIELD.request, FIELD.owner, FIELD.answer)
local request, owner, answer = kept[1], kept[2], kept[3]
if request and request ~= args.request then return {'other-request'} end
if answer then return {'answered', answer} end
if request and owner ~= args.owner then
  return {'under-way', math.max(0, redis.call('PTTL', keys.idempotency))}
end
write('HSET', keys.idempotency, FIELD.request, args.request, FIELD.owner, args.owner)
write('PEXPIRE', keys.idempotency, args.leaseMs)
return apply({'taken'})
