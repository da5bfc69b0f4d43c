-- Notes who looks after how a watch ended, or that nobody does any more; the first one counts.
--
-- keys: watch, outbox (its alert's), owing, edits, editsLeased, editPlaces, untaken, appointments, careChanged
-- args: message (its alert's name), those of parts/acknowledge.lua, destination and item (what is owed to its alert's
--       thread; absent: nothing), deadlineMs (by the clock of Redis; 0: none)
-- answers: late, forgotten (the alert is no longer kept), changed, or why not (parts/acknowledge.lua); how it stood, as
--          it is stored; ''; and since when on-call was called for what is taken on now, or ''
--- include clock
--- include write
--- include number
--- include mark-edit
--- include calls
--- include mark-shown
--- include owe
--- include care
--- include acknowledge
if args.deadlineMs ~= 0 and ms > args.deadlineMs then return {'late', '', '', ''} end
if redis.call('EXISTS', keys.watch) == 0 then return {'forgotten', '', '', ''} end
local why, stood = why_not(keys.watch)
if why then return {why, stood, '', ''} end
look_after(keys.watch, args.message, 0)
if args.item then owe(keys.outbox, keys.owing, keys.watch, args.destination, args.item) end
return apply({'changed', stood, '', called_since(args.message, stood)})
