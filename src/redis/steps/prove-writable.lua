-- Does what all steps do, on a key that is gone afterwards: a server that refuses one of these can't keep a
-- watch. They are what writes in our steps and in BullMQ's scripts.
--
-- keys: proof
-- args: none
-- answers: writable
--- include write
local key = keys.proof
-- First what takes memory: without any left, a script is refused at its first write or not at all.
write('SET', key, '1')
write('INCR', key)
write('PEXPIRE', key, 60000)
write('PERSIST', key)
write('DEL', key)
write('HSET', key, 'a', '1')
write('HINCRBY', key, 'a', 1)
write('HDEL', key, 'a')
write('RPUSH', key, 'a', 'b')
write('LPUSH', key, 'c')
write('RPOPLPUSH', key, key)
write('LTRIM', key, 0, 1)
write('LREM', key, 1, 'a')
write('LPOP', key)
write('RENAME', key, key)
write('DEL', key)
write('ZADD', key, 1, 'a', 2, 'b')
write('ZREM', key, 'a')
write('ZREMRANGEBYSCORE', key, 2, 2)
write('SADD', key, 'a')
write('SREM', key, 'a')
write('XADD', key, 'MAXLEN', '~', 1, '*', 'a', '1')
write('XTRIM', key, 'MAXLEN', 1)
write('DEL', key)
return apply({'writable'})
