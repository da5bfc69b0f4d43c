-- Keeps what was found where it can't be used, for a person to look at: the last hundred of such values. Needs write.
local function set_aside(entry)
  local kind = redis.call('TYPE', keys.aside).ok
  if kind ~= 'list' and kind ~= 'none' then write('DEL', keys.aside) end
  write('LPUSH', keys.aside, entry)
  write('LTRIM', keys.aside, 0, 99)
end
