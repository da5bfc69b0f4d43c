-- Leases the next message that may be edited. Who does sees all that was marked before, and nobody else edits
-- the message meanwhile; the lease is named by its end.
--
-- keys: edits, editsLeased, editPlaces, holds, editPace
-- args: holdNames (names of those that count), leaseMs, sparedFrom and sparedTo (urgencies: where one of these is
--       next, what is less urgent than all of them goes before it; equal: nothing does)
-- answers: none, wait (none for so many ms), leased (message, lease)
--- include clock
--- include write
--- include number
--- include sound
--- include holds
--- include mark-edit
--- include give-back
-- More than any pause or lease: what is said to last longer has seen the clock set back.
local ABSURD = 600000

redis.call('HLEN', keys.editPlaces)
local closed = 0
for _, name in ipairs(args.holdNames) do closed = math.max(closed, left_of(redis.call('HGET', keys.holds, name))) end
if closed > 0 then return {'wait', closed} end
local pause = (number_of(sound('GET', keys.editPace)) or 0) - ms
if pause > 0 and pause <= ABSURD then return {'wait', pause} end

-- Those whose lease has run out, or would never, and the most urgent of the others. What has lost its place goes
-- first.
local waiting = {}
local function take_back(messages)
  for _, message in ipairs(messages) do
    local place = redis.call('HMGET', keys.editPlaces, message, message .. '+')
    local came, given = number_of(place[1]), number_of(place[2])
    local score = came and given and math.min(came, given) or came or given or 0
    waiting[#waiting + 1] = {message = message, score = score, is_back = true}
  end
end
take_back(redis.call('ZRANGEBYSCORE', keys.editsLeased, '-inf', ms, 'LIMIT', 0, 100))
take_back(redis.call('ZRANGEBYSCORE', keys.editsLeased, whole(ms + ABSURD), '+inf', 'LIMIT', 0, 100))
local has_back = #waiting > 0
local queue = redis.call('ZRANGE', keys.edits, 0, 31, 'WITHSCORES')
for i = 1, #queue, 2 do waiting[#waiting + 1] = {message = queue[i], score = number_of(queue[i + 1]) or 0} end
if has_back then
  table.sort(waiting, function(one, other)
    if one.score ~= other.score then return one.score < other.score end
    return one.message < other.message
  end)
end

-- What is spared goes before what it would wait for.
local next_urgency = waiting[1] and math.floor(waiting[1].score / URGENCY_STEP)
if next_urgency and next_urgency >= args.sparedFrom and next_urgency < args.sparedTo then
  local spared = redis.call('ZRANGEBYSCORE', keys.edits, whole(args.sparedTo * URGENCY_STEP), '+inf', 'WITHSCORES',
    'LIMIT', 0, 1)
  if spared[1] then table.insert(waiting, 1, {message = spared[1], score = number_of(spared[2]) or 0}) end
end

local leased, soonest
for _, edit in ipairs(waiting) do
  local ready = edit.score % URGENCY_STEP - ms
  local is_ready = ready <= 0 or ready > ABSURD
  if is_ready and not leased then
    leased = {edit.message, whole(ms + args.leaseMs)}
    if not edit.is_back then write('ZREM', keys.edits, edit.message) end
    write('ZADD', keys.editsLeased, leased[2], edit.message)
    write('HSET', keys.editPlaces, edit.message, whole(edit.score))
    if edit.is_back then write('HDEL', keys.editPlaces, edit.message .. '+') end
  elseif edit.is_back then
    give_back(edit.message, false)
  end
  if not is_ready then soonest = math.min(soonest or ready, ready) end
end
if leased then return apply({'leased', leased[1], leased[2]}) end
if soonest then return apply({'wait', soonest}) end
local first = redis.call('ZRANGE', keys.editsLeased, 0, 0, 'WITHSCORES')
if first[2] then return apply({'wait', math.max(1, math.min(tonumber(first[2]) - ms, ABSURD))}) end
return apply({'none'})
