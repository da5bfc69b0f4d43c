-- Turns at something of which only so many are allowed a time: `interval` ms apart, `at_once` at once. The pace
-- is when the next turn would be due if all were taken one by one (the "theoretical arrival time" of GCRA, as
-- in ATM's leaky bucket). Needs clock, write, number and sound: a pace
-- that is none begins anew.

local function next_due(pace, interval, at_once)
  local due = number_of(sound('GET', pace)) or 0
  -- Further away than ever planned: the clock was set back.
  if due < ms or due > ms + 60000 + at_once * interval then return ms end
  return due
end

local function spend(pace, due, interval)
  write('SET', pace, whole(due + interval), 'PX', math.ceil(due + interval - ms) + 1000)
end
