-- Keeps what a channel's operations have in common, or nothing of it any more.
--
-- keys: defaults
-- args: channel, before (what was read of it; absent: nothing), value (absent: nothing from now on),
--       deadlineMs (by the clock of Redis; 0: none)
-- answers: late, changed (it is no longer what was read), done
--- include clock
--- include write
if args.deadlineMs ~= 0 and ms > args.deadlineMs then return {'late'} end
local stands = redis.call('HGET', keys.defaults, args.channel)
if stands ~= (args.before or false) then return {'changed'} end
if args.value then
  write('HSET', keys.defaults, args.channel, args.value)
else
  write('HDEL', keys.defaults, args.channel)
end
return apply({'done'})
