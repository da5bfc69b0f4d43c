-- remember(key, at, member, most, keep_ms): notes in a sorted set what happened at a time. The newest are kept, so many
-- at most, and none that is older than that by more than keep_ms. Needs write.
local function remember(key, at, member, most, keep_ms)
  write('ZADD', key, at, member)
  write('ZREMRANGEBYSCORE', key, '-inf', '(' .. string.format('%.0f', at - keep_ms))
  write('ZREMRANGEBYRANK', key, 0, -(most + 1))
  write('PEXPIRE', key, keep_ms)
end
