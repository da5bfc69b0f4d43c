-- Takes a message off those of which pagers may not know who looks after it, unless that has changed once more.
--
-- keys: careChanged
-- args: message, at (when it had changed)
-- answers: settled, changed
--- include write
local at = redis.call('ZSCORE', keys.careChanged, args.message)
if at and tonumber(at) ~= args.at then return {'changed'} end
write('ZREM', keys.careChanged, args.message)
return apply({'settled'})
