-- Whether another process may know of a loss that this one can't: its own connection has just broken, and whoever was
-- there before has not been heard of since. Needs clock, and the arguments broke (the last mark before that; 0: it has
-- not) and back (the first one after it; 0: none yet).
local function is_unheard()
  if args.broke == 0 or (args.back > 0 and ms - args.back > 10000) then return false end
  return args.back == 0 or redis.call('ZCOUNT', keys.marks, args.broke - 15000, '(' .. whole(args.back)) > 0
end
