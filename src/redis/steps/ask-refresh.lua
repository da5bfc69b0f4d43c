-- Takes note of a wish for a fresh look: a reading under way is then followed by another.
--
-- keys: watch
-- args: deadlineMs (by the clock of Redis; 0: none)
-- answers: late, forgotten (the watch is no longer kept), asked
--- include clock
--- include write
if args.deadlineMs ~= 0 and ms > args.deadlineMs then return {'late'} end
if redis.call('HLEN', keys.watch) == 0 then return {'forgotten'} end
write('HSET', keys.watch, FIELD.refresh, '1')
return apply({'asked'})
