-- Notes evidence that a fault is over.
--
-- keys: fault
-- args: none
-- answers: gone (it does not stand), disproved
--- include clock
--- include write
if redis.call('HEXISTS', keys.fault, FIELD.since) == 0 then return {'gone'} end
write('HSET', keys.fault, FIELD.disproved, ms)
return apply({'disproved'})
