-- Takes a value from where it is of no use, and keeps it for a person to look at.
--
-- keys: holder, aside
-- args: holds (what the holder is: zset, set or hash), name (of the member or field), value (of the field), entry
--       (tells of it, for whoever looks)
-- answers: gone (it is not there any more), aside
--- include write
--- include set-aside
local is_there, command
if args.holds == 'zset' then
  is_there, command = redis.call('ZSCORE', keys.holder, args.name), 'ZREM'
elseif args.holds == 'set' then
  is_there, command = redis.call('SISMEMBER', keys.holder, args.name) == 1, 'SREM'
else
  is_there, command = redis.call('HGET', keys.holder, args.name) == args.value, 'HDEL'
end
if not is_there then return {'gone'} end
write(command, keys.holder, args.name)
set_aside(args.entry)
return apply({'aside'})
