-- Asks for a turn to tell a pager something. Who waits keeps a place.
--
-- keys: holds, budget (of the pager); with :pace, :waiting, :promised and :turns behind it
-- args: hold (its name), destination, intervalMs, atOnce
-- answers: 0, or for how many ms to wait
--- include clock
--- include write
--- include number
--- include sound
--- include holds
--- include turns
--- include take-turn
local who = {member = args.destination, asker = '-', goes_first = false, ahead = 0}
local left = left_of(redis.call('HGET', keys.holds, args.hold))
local line = look_for_turn(keys.budget, who, args.intervalMs, args.atOnce, left)
if line.wait > 0 then
  keep_place(line, line.wait)
  return apply(line.wait)
end
take_turn(line)
return apply(0)
