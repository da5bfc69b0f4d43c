-- Keeps how a request was answered, under the key that whoever carries it out has taken; without an answer, gives the
-- key back.
--
-- keys: idempotency
-- args: owner, answer (absent: the key is given back), keepMs
-- answers: lost (it is not ours any more) | kept | returned
--- include write
if redis.call('HGET', keys.idempotency, FIELD.owner) ~= args.owner then return {'lost'} end
if not args.answer then
  write('DEL', keys.idempotency)
  return apply({'returned'})
end
write('HSET', keys.idempotency, FIELD.answer, args.answer)
write('PEXPIRE', keys.idempotency, args.keepMs)
return apply({'kept'})
