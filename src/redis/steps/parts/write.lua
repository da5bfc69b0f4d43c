-- write(command, key, ...): notes a write. Nothing is written before all is read, checked and worked out.
-- What is written to has been read before by a command of its type, which fails where it is of another.
-- apply(answer): carries out what was noted, in order, and gives the answer. Lua does not roll back, so the
-- server is asked first whether this user may use each of the commands. Redis before 7 can't tell.
local noted, count = {}, 0

local function write(...)
  count = count + 1
  noted[count] = {...}
end

local function apply(answer)
  local may, asked = redis.acl_check_cmd, {}
  for at = 1, may and count or 0 do
    local command = noted[at]
    local name = command[1]
    if not asked[name] then
      asked[name] = true
      -- All keys are of one kind of names, and it is the names that rights are given to.
      if not may(unpack(command)) then
        return redis.error_reply('NOPERM this user may not use ' .. name .. '; nothing has been written')
      end
    end
  end
  local call = redis.call
  for at = 1, count do call(unpack(noted[at])) end
  return answer
end
