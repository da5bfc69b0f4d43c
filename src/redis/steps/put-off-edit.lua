-- An edit did not work: nobody leases the message for a while, longer each time; then it has its old place.
--
-- keys: editsLeased, owner
-- args: message, lease, triesField, shortestMs, longestMs
-- answers: how often it did not work, and the lease that it stands under until then
--- include clock
--- include write
--- include number
--- include sound
if redis.call('ZSCORE', keys.editsLeased, args.message) ~= args.lease then return {1, args.lease} end
local tries = 1
if (sound('HLEN', keys.owner) or 0) > 0 then
  tries = (number_of(redis.call('HGET', keys.owner, args.triesField)) or 0) + 1
  write('HSET', keys.owner, args.triesField, tries)
end
local pause = math.min(args.longestMs, args.shortestMs * 2 ^ math.min(tries - 1, 20))
local lease = whole(ms + pause)
write('ZADD', keys.editsLeased, lease, args.message)
return apply({tries, lease})
