-- Nobody reads a subscription, or calls a method of Slack's, for a while. Never shortens a hold. The hash ends
-- with its last hold.
--
-- keys: holds
-- args: name, holdMs
-- answers: held
--- include clock
--- include write
--- include holds
if left_of(redis.call('HGET', keys.holds, args.name)) < args.holdMs then
  write('HSET', keys.holds, args.name, whole(ms + args.holdMs) .. '/' .. whole(args.holdMs))
end
if redis.call('PTTL', keys.holds) < args.holdMs then write('PEXPIRE', keys.holds, args.holdMs) end
return apply({'held'})
