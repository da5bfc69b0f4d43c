-- No turn comes for a while, and after it one by one.
--
-- keys: budget
-- args: intervalMs, atOnce, pauseMs
-- answers: slowed
--- include clock
--- include write
--- include number
--- include sound
--- include turns
local pace = keys.budget .. ':pace'
local closed = ms + args.pauseMs + (args.atOnce - 1) * args.intervalMs
local due = math.max(next_due(pace, args.intervalMs, args.atOnce), closed)
spend(pace, due - args.intervalMs, args.intervalMs)
return apply({'slowed'})
