-- number_of(stored): the whole number that a stored text is; nil where it is none. tonumber takes 'nan', '1e999'
-- and the like for numbers, too, and with these nobody can reckon.
local function number_of(stored)
  local number = tonumber(stored)
  if number and number % 1 == 0 and number > -1e15 and number < 1e15 then return number end
  return nil
end
