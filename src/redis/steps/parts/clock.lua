-- ms: now, in milliseconds since the epoch, by the clock of Redis, which all processes share.
local time = redis.call('TIME')
local ms = time[1] * 1000 + math.floor(time[2] / 1000)

-- A number without fraction and exponent, as scores, times and the like are written down.
local function whole(number)
  return string.format('%.0f', number)
end
