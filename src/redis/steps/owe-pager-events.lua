-- Owes pagers what they are to be told of who looks after how a watch ended, unless somebody else has owed it meanwhile.
--
-- keys: watch, owing; outboxes, one for each item
-- args: before and after (what pagers know of it, and will know), items {destination, item}, as many as outboxes
-- answers: forgotten (the watch is no longer kept), conflict, owed
--- include write
--- include number
if redis.call('EXISTS', keys.watch) == 0 then return {'forgotten'} end
local stored = redis.call('HMGET', keys.watch, FIELD.paged, FIELD.owed)
if (stored[1] or '') ~= args.before then return {'conflict'} end
redis.call('SCARD', keys.owing)
for _, outbox in ipairs(keys.outboxes) do redis.call('LLEN', outbox) end
write('HSET', keys.watch, FIELD.paged, args.after)
for index, item in ipairs(args.items) do
  write('RPUSH', keys.outboxes[index], item.item)
  write('SADD', keys.owing, item.destination)
end
-- Where it is no number, nobody can tell what it owes, and it is kept for good.
local owed = number_of(stored[2] or '0')
if owed then write('HSET', keys.watch, FIELD.owed, owed + #args.items) end
return apply({'owed'})
