-- For how many ms a hold goes on.
--
-- keys: holds
-- args: name
-- answers: ms
--- include clock
--- include holds
return left_of(redis.call('HGET', keys.holds, args.name))
