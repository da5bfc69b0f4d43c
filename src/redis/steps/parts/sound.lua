-- sound(command, key, ...): as redis.call, for a key that is another's or can be done without: nil where it holds
-- something of another type than the command is for.
local function sound(...)
  local answer = redis.pcall(...)
  if type(answer) ~= 'table' or not answer.err then return answer end
  if string.find(answer.err, 'WRONGTYPE', 1, true) then return nil end
  -- To fail as it would have failed.
  return redis.call(...)
end
