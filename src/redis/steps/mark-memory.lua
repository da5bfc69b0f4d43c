-- Notes that a process is here, by a mark of its own that only grows: the time, or more where clocks are set. Who finds
-- less than what Redis has acknowledged to it knows that Redis lost what it was told since. The first one to find it
-- notes it, and owes it to on-call; to the others it has been noted, since they know of an earlier loss only.
--
-- keys: marks, memory, fault, outbox, owing
-- args: process, known (its last mark that was acknowledged; 0: none), first (its first one), knownSince (since when
--       memory was whole, as far as it knows), broke and back (of its connection), destination, keepMs (after it is told), mostMarks
-- answers: its mark, since when memory is whole, whether another may know better (1, else 0); and from and to when it went back then, where it did
--- include clock
--- include write
--- include number
--- include owe
--- include unheard
local found = number_of(redis.call('ZSCORE', keys.marks, args.process)) or 0
local memory = redis.call('HMGET', keys.memory, FIELD.since, FIELD.lostUntil, FIELD.lostAfter)
local since = number_of(memory[1]) or 0
local from, to = number_of(memory[2]), number_of(memory[3])
local mark = math.max(ms, found + 1, args.known + 1)
if found < args.known and not (from and since > args.knownSince) then
  from, to = args.known, found
  if to == 0 then
    -- It goes back to before this process was there; what has come since does not tell to when.
    local last = redis.call('ZREVRANGEBYSCORE', keys.marks, '(' .. whole(args.first), '-inf', 'WITHSCORES', 'LIMIT', 0, 1)
    to = number_of(last[2]) or 0
  end
  since = math.max(mark, since + 1, args.knownSince + 1)
  write('HSET', keys.memory, FIELD.since, since, FIELD.lostUntil, from, FIELD.lostAfter, to)
  write('HSET', keys.fault, FIELD.keep, args.keepMs)
  write('PERSIST', keys.fault)
  local item = {kind = 'memory-loss', fault = 'memory', since = since, lostMs = to > 0 and from - to or nil}
  owe(keys.outbox, keys.owing, keys.fault, args.destination, cjson.encode(item))
elseif since == 0 then
  since = ms
  write('HSET', keys.memory, FIELD.since, since)
end
write('ZADD', keys.marks, mark, args.process)
for _, gone in ipairs(redis.call('ZRANGE', keys.marks, 0, -1 - args.mostMarks)) do write('ZREM', keys.marks, gone) end
local unheard = is_unheard() and 1 or 0
if from then return apply({mark, since, unheard, from, to}) end
return apply({mark, since, unheard})
