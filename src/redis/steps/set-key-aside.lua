-- Gives a key another name that is of another type than it is to be, so that a new one can be begun.
--
-- keys: holder, aside, asideKey (its new name; what had that name before is lost)
-- args: holds (the type that it is to be of), entry (tells of it, for whoever looks)
-- answers: sound (it is of that type, or is not there), aside
--- include write
--- include set-aside
local kind = redis.call('TYPE', keys.holder).ok
if kind == 'none' or kind == args.holds then return {'sound'} end
write('RENAME', keys.holder, keys.asideKey)
write('PERSIST', keys.asideKey)
set_aside(args.entry)
return apply({'aside'})
