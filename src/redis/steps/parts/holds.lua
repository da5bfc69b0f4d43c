-- left_of(held): for how many ms a hold goes on, by its field in the holds, which is "until/for how long".
-- One that would last longer than it was meant to has seen the clock set back, and counts for nothing; nor does one
-- of more than a day, for which nobody ever asks. Needs ms.
local function left_of(held)
  local till, span = string.match(held or '', '^(%d+)/(%d+)$')
  local left = till and tonumber(till) - ms or 0
  if left < 0 or left > math.min(tonumber(span or 0), 86400000) then return 0 end
  return left
end
