-- Notes who has changed what, before what was noted earlier; once, where it is sent twice.
--
-- keys: audit
-- args: entry, most (so many are kept), keepMs (after the last one)
-- answers: noted
--- include write
if redis.call('LINDEX', keys.audit, 0) == args.entry then return {'noted'} end
write('LPUSH', keys.audit, args.entry)
write('LTRIM', keys.audit, 0, args.most - 1)
write('PEXPIRE', keys.audit, args.keepMs)
return apply({'noted'})
