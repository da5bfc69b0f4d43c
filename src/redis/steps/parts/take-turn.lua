-- Turns at a budget, for those who have to wait for one. They come by asker: whoever asks for much keeps nobody
-- else waiting. An asker's turns cost something, and a place is half a turn behind the sum of what this asker's earlier
-- ones have cost, begun where the line stands when they come (after "start-time fair queueing": Goyal, Vin and Cheng,
-- SIGCOMM 1996). What goes first costs half as much, and is summed up for itself. So a new asker is the next one,
-- however many of another's wait, and the line moves on with each turn: nobody stays behind those who come.
--
-- Three keys a budget: `:waiting` (members by place), `:promised` (by when they are to come back), `:turns` (where the
-- line stands, and the sum for each asker). Needs turns.

-- Who does not come back so long after its turn has come has lost its place: its process may have died.
local GRACE = 3000
local COST, COST_OF_FIRST = 4, 2
-- The field of `:turns` that says where the line stands. No asker is called so.
local HERE = 'here'

-- How many wait before the member. Those who are gone (a set) are left out.
local function rank_of(line)
  local member, stays = line.who.member, line.place == line.known
  local rank = stays and redis.call('ZRANK', line.waiting, member)
    or redis.call('ZCOUNT', line.waiting, '-inf', whole(line.place))
  if not stays and line.known and line.known <= line.place then rank = rank - 1 end
  for _, other in ipairs(line.gone) do
    local place = tonumber(redis.call('ZSCORE', line.waiting, other))
    -- A new one comes behind those of the same place.
    local is_before = place and (place < line.place or (place == line.place and not (stays and other > member)))
    if is_before then rank = rank - 1 end
  end
  return rank
end

-- Finds the member's place, and how long it waits there.
local function join(line)
  local who = line.who
  local length = sound('ZCARD', line.waiting)
  if not length or not sound('ZCARD', line.promised) or not sound('HLEN', line.turns) then
    -- Nobody waits in what is no line.
    line.is_broken, line.wait = true, 0
    return
  end
  repeat
    local some = redis.call('ZRANGEBYSCORE', line.promised, '-inf', ms - GRACE, 'LIMIT', #line.gone, 500)
    for _, other in ipairs(some) do line.gone[#line.gone + 1] = other end
  until #some < 500
  line.known = tonumber(redis.call('ZSCORE', line.waiting, who.member))
  for _, other in ipairs(line.gone) do
    if other == who.member then line.known = nil end
  end
  local others = length - #line.gone
  line.is_new = others <= 0
  line.chain = who.asker .. (who.goes_first and '!' or '')
  local stands = line.is_new and {} or redis.call('HMGET', line.turns, HERE, line.chain)
  line.here = number_of(stands[1]) or 0
  if who.ahead > 0 then
    line.place = math.min(line.known or math.huge, ms - who.ahead)
  elseif line.known then
    line.place = line.known
  else
    -- Places that somebody has left cost this asker nothing: it is behind no more than all who wait.
    local last = math.min(number_of(stands[2]) or 0, line.here + COST * math.max(others, 0))
    local sum, cost = math.max(line.here, last), who.goes_first and COST_OF_FIRST or COST
    line.place, line.sum = sum + cost / 2, sum + cost
  end
  line.rank = rank_of(line)
  local turn = line.due + (line.rank + 1 - line.at_once) * line.interval
  line.wait = math.max(0, math.ceil(turn - ms))
end

-- Looks when it is a member's turn: `.wait` is 0, or for how many ms it does not come. `who` has the member, its
-- asker, whether it goes first among that asker's, and how far (ms) it is ahead of all who take turns (0: it takes
-- them). `closed`: nobody's turn comes for so long.
local function look_for_turn(budget, who, interval, at_once, closed)
  local due = next_due(budget .. ':pace', interval, at_once)
  if closed > 0 then due = math.max(due, ms + closed + (at_once - 1) * interval) end
  local line = {
    who = who, due = due, interval = interval, at_once = at_once, gone = {}, pace = budget .. ':pace',
    waiting = budget .. ':waiting', promised = budget .. ':promised', turns = budget .. ':turns',
  }
  if due + (1 - at_once) * interval <= ms and redis.call('EXISTS', line.waiting) == 0 then
    line.wait = 0
  else
    join(line)
  end
  return line
end

local function leave_line(line)
  if line.is_broken then
    for _, key in ipairs({line.waiting, line.promised, line.turns}) do write('DEL', key) end
    return
  end
  for _, other in ipairs(line.gone) do
    write('ZREM', line.waiting, other)
    write('ZREM', line.promised, other)
  end
end

-- Takes the turn that was looked for; `is_free`: out of another budget than this.
local function take_turn(line, is_free)
  leave_line(line)
  if line.place then
    write('ZREM', line.waiting, line.who.member)
    write('ZREM', line.promised, line.who.member)
    if not line.is_new and line.place > line.here then write('HSET', line.turns, HERE, whole(line.place)) end
  end
  if not is_free then spend(line.pace, line.due, line.interval) end
end

-- Keeps the place, of a member that is to come back after so many ms.
local function keep_place(line, wait)
  if not line.place and not line.is_broken then join(line) end
  leave_line(line)
  if line.is_broken then return end
  if line.is_new then write('DEL', line.turns) end
  if line.place ~= line.known then
    write('ZADD', line.waiting, whole(line.place), line.who.member)
    if line.sum then write('HSET', line.turns, line.chain, whole(line.sum)) end
  end
  write('ZADD', line.promised, ms + wait, line.who.member)
  for _, key in ipairs({line.waiting, line.promised, line.turns}) do
    -- Where the last one is gone, its key goes with it, and the new one has no time to live yet.
    if line.is_new or #line.gone > 0 or redis.call('PTTL', key) < wait + 60000 then
      write('PEXPIRE', key, wait + 60000)
    end
  end
end
