-- Leases Home tabs that are to be published, the longest due first. All processes share the pace: after a round
-- there is none for a while.
--
-- keys: homesDue, homesPace
-- args: most, intervalMs (until the next round), leaseMs
-- answers: nothing where none is due, or it is too soon; else until when they are leased, and whose they are
--- include clock
--- include write
--- include sound
redis.call('ZCARD', keys.homesDue)
if sound('GET', keys.homesPace) then return {} end
local users = redis.call('ZRANGEBYSCORE', keys.homesDue, '-inf', whole(ms), 'LIMIT', 0, args.most)
if #users == 0 then return {} end
local until_ms = ms + args.leaseMs
local answer = {whole(until_ms)}
for at, user in ipairs(users) do
  write('ZADD', keys.homesDue, until_ms, user)
  answer[at + 1] = user
end
write('SET', keys.homesPace, '1', 'PX', args.intervalMs)
return apply(answer)
