-- care_in(stored): who looks after a message, as an object, out of what is stored; nil where nobody does, or where that
-- can't be read, so that on-call is called for it and somebody can say it again.
local function care_in(stored)
  local is_json, care = pcall(cjson.decode, stored or '')
  if is_json and type(care) == 'table' and type(care.by) == 'string' and type(care.at) == 'number' then return care end
  return nil
end

-- snooze_in(care): the same where it is snoozed; nil where it is not.
local function snooze_in(care)
  return care and not care.done and type(care['until']) == 'number' and care or nil
end
