-- Notes that somebody has opened our Home tab: it is kept up to date for a while.
--
-- keys: homes
-- args: user, forMs (for how long), most (of all people, the newest)
-- answers: opened
--- include clock
--- include write
redis.call('ZCARD', keys.homes)
write('ZADD', keys.homes, ms, args.user)
write('ZREMRANGEBYSCORE', keys.homes, '-inf', whole(ms - args.forMs))
write('ZREMRANGEBYRANK', keys.homes, 0, -1 - args.most)
write('PEXPIRE', keys.homes, args.forMs)
return apply({'opened'})
