-- Something has changed that Home tabs show: those that were opened lately are to be published. One that is being
-- published is so again: its lease gives way.
--
-- keys: homes, homesDue
-- args: forMs (since when they were opened, at the earliest), afterMs (what else changes until then, comes with it)
-- answers: marked
--- include clock
--- include write
--- include number
redis.call('ZCARD', keys.homesDue)
local users = redis.call('ZRANGEBYSCORE', keys.homes, whole(ms - args.forMs), '+inf')
for _, user in ipairs(users) do
  local due = number_of(redis.call('ZSCORE', keys.homesDue, user))
  if not due or due > ms + args.afterMs then write('ZADD', keys.homesDue, ms + args.afterMs, user) end
end
if #users > 0 then write('PEXPIRE', keys.homesDue, args.forMs) end
return apply({'marked'})
