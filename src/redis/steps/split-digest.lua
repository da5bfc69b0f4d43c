-- No channel takes a digest: no entry is put on it any more, and it is not to be posted. Safe to repeat.
--
-- keys: digest, untaken, appointments
-- args: message (its name)
-- answers: forgotten (it is no longer kept), split
--- include clock
--- include write
--- include calls
if redis.call('HLEN', keys.digest) == 0 then return {'forgotten'} end
write('HSET', keys.digest, FIELD.split, '1')
-- On-call is called for each of its entries.
end_calls(args.message)
return apply({'split'})
