/** Sets `ms`: now, in milliseconds, by the clock of Redis, which all processes share. */
export const CLOCK = `
local time = redis.call('TIME')
local ms = time[1] * 1000 + math.floor(time[2] / 1000)`;

/**
 * Needs `ms` and `held`, a field of the holds; sets `left`: for how many ms that hold goes on. One that
 * would last longer than it was meant to has seen the clock set back, and counts for nothing.
 */
export const HOLD_LEFT = `
local till, span = string.match(held or '', '^(%d+)/(%d+)$')
local left = till and tonumber(till) - ms or 0
if left < 0 or left > tonumber(span or 0) then left = 0 end`;

/**
 * Needs `ms`. `take_turn` grants a turn at something of which only so many are allowed a time (`interval`
 * ms apart, `burst` at once), or says for how many ms to wait. Those who wait stand in a line, the one
 * that came first at its head; a head start (ms) moves it forward. Who does not come back when its turn
 * has come has lost its place: its process may have died. `closed`: for how many ms nobody's turn comes.
 *
 * The pace holds when the next turn would be due if all were taken one by one (the "theoretical arrival
 * time" of GCRA, as in ATM's leaky bucket).
 */
export const TAKE_TURN = `
local GRACE = 3000
local function keep_for(key, left)
  if redis.call('PTTL', key) < left then redis.call('PEXPIRE', key, left) end
end
local function next_due(pace, interval, burst)
  local due = tonumber(redis.call('GET', pace) or '0')
  if due < ms or due > ms + 60000 + burst * interval then return ms end
  return due
end
local function spend(pace, due, interval)
  redis.call('SET', pace, string.format('%.0f', due + interval), 'PX', math.ceil(due + interval - ms) + 1000)
end
local function take_turn(name, member, head_start, interval, burst, closed)
  local pace = name .. ':pace'
  local line = name .. ':line'
  local promised = name .. ':promised'
  local due = math.max(next_due(pace, interval, burst), ms + closed + (closed > 0 and (burst - 1) * interval or 0))
  if redis.call('EXISTS', line) == 0 and due + (1 - burst) * interval <= ms then
    spend(pace, due, interval)
    return 0
  end
  repeat
    local gone = redis.call('ZRANGEBYSCORE', promised, '-inf', ms - GRACE, 'LIMIT', 0, 500)
    if #gone > 0 then
      redis.call('ZREM', line, unpack(gone))
      redis.call('ZREM', promised, unpack(gone))
    end
  until #gone < 500
  redis.call('ZADD', line, 'LT', ms - head_start, member)
  local rank = redis.call('ZRANK', line, member)
  local wait = math.ceil(due + (rank + 1 - burst) * interval - ms)
  if wait <= 0 then
    redis.call('ZREM', line, member)
    redis.call('ZREM', promised, member)
    spend(pace, due, interval)
    return 0
  end
  redis.call('ZADD', promised, ms + wait, member)
  keep_for(line, wait + 60000)
  keep_for(promised, wait + 60000)
  return wait
end`;

/**
 * Takes an item off its outbox that is known to be its head, with what was noted about it; a record that
 * owes nothing any more, and is to be kept only for a while, begins to end.
 */
export const SETTLE_HEAD = `
local function settle_head(outbox, owing, stuck, owner, epoch, destination, epoch_number, ...)
  redis.call('LPOP', outbox)
  redis.call('HDEL', stuck, destination)
  if redis.call('LLEN', outbox) == 0 then redis.call('SREM', owing, destination) end
  if redis.call('EXISTS', owner) == 0 then return false end
  redis.call('HDEL', owner, ...)
  if redis.call('HINCRBY', owner, 'owed', -1) > 0 then return true end
  local keep = redis.call('HGET', owner, 'keep')
  if not keep then return true end
  redis.call('PEXPIRE', owner, keep)
  if epoch_number ~= '' and redis.call('GET', epoch) == epoch_number then redis.call('PEXPIRE', epoch, keep) end
  return true
end`;

/** The score of a message in the edit line: this often its urgency, plus since when it waits, in ms. */
export const URGENCY_STEP = 1e13;

/**
 * `mark_edit` notes that a message of ours may look different now. The more urgent it is, the earlier its
 * turn; among equals the one that has waited longest, `since` when (ms). What is taken at the moment comes
 * back into the line when it is given back: `kept` holds by its name the place that it came from, and
 * with a plus behind it the one that it has been given since.
 */
export const MARK_EDIT = `
local function lower(key, field, score)
  local known = redis.call('HGET', key, field)
  if not known or tonumber(score) < tonumber(known) then redis.call('HSET', key, field, score) end
end
local function put_edit(edits, score, message)
  redis.call('ZADD', edits, 'LT', score, message)
end
local function mark_edit(edits, message, urgency, since)
  local score = string.format('%.0f', urgency * ${URGENCY_STEP} + since)
  if redis.call('ZSCORE', edits .. '-taken', message) then
    lower(edits .. '-kept', message .. '+', score)
  else
    put_edit(edits, score, message)
  end
end
local function give_back(edits, message, is_done)
  local kept = redis.call('HMGET', edits .. '-kept', message, message .. '+')
  redis.call('ZREM', edits .. '-taken', message)
  redis.call('HDEL', edits .. '-kept', message, message .. '+')
  if kept[1] and not is_done then put_edit(edits, kept[1], message) end
  if kept[2] then put_edit(edits, kept[2], message) end
end`;
