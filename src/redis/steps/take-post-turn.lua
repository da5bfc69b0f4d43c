-- Asks for a turn to post in a channel, and one in the budget of the whole workspace. Who waits for the second keeps
-- a place in both.
--
-- keys: holds, budget (of the channel), workspaceBudget; each with :pace, :waiting, :promised and :turns behind it
-- args: hold (its name), post, asker (whose turn it is), goesFirst (among that asker's), aheadMs (of all who take
--       turns; 0: it takes one), intervalMs, atOnce, workspaceIntervalMs, workspaceAtOnce
-- answers: 0, or for how many ms to wait
--- include clock
--- include write
--- include number
--- include sound
--- include holds
--- include turns
--- include take-turn
local who = {member = args.post, asker = args.asker, goes_first = args.goesFirst, ahead = args.aheadMs}
local left = left_of(redis.call('HGET', keys.holds, args.hold))
local here = look_for_turn(keys.budget, who, args.intervalMs, args.atOnce, left)
if here.wait > 0 then
  keep_place(here, here.wait)
  return apply(here.wait)
end
local all = look_for_turn(keys.workspaceBudget, who, args.workspaceIntervalMs, args.workspaceAtOnce, 0)
if all.wait > 0 then
  keep_place(here, all.wait)
  keep_place(all, all.wait)
  return apply(all.wait)
end
take_turn(here)
take_turn(all)
return apply(0)
