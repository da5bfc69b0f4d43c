-- Asks for a turn to read for a person: in people's share of a subscription's reads, or in what its watches leave of
-- them. Either way it counts for the whole.
--
-- keys: holds, budget (people's share), wholeBudget; each with :pace, :waiting, :promised and :turns behind it
-- args: subscription, question, asker, intervalMs, atOnce (of the share), wholeIntervalMs, wholeAtOnce
-- answers: held (Azure asks not to be read, for so many ms), wait (for so many ms), granted
--- include clock
--- include write
--- include number
--- include sound
--- include holds
--- include turns
--- include take-turn
local left = left_of(redis.call('HGET', keys.holds, args.subscription))
if left > 0 then return {'held', left} end
local whole_pace = keys.wholeBudget .. ':pace'
local whole_due = next_due(whole_pace, args.wholeIntervalMs, args.wholeAtOnce)
local who = {member = args.question, asker = args.asker, goes_first = false, ahead = 0}
local line = look_for_turn(keys.budget, who, args.intervalMs, args.atOnce, 0)
local wait, is_free = line.wait, false
-- Nobody else waits: whoever is so far in front takes what is left.
if redis.call('EXISTS', keys.wholeBudget .. ':waiting') == 0 then
  local free = whole_due + ((line.rank or 0) + 1 - args.wholeAtOnce) * args.wholeIntervalMs - ms
  is_free = free <= 0
  wait = math.max(0, math.min(wait, math.ceil(free)))
end
if wait > 0 then
  keep_place(line, wait)
  return apply({'wait', wait})
end
take_turn(line, is_free)
spend(whole_pace, whole_due, args.wholeIntervalMs)
return apply({'granted', 0})
