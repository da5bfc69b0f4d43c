-- Notes who looks after how a watch ended; the first one counts.
--
-- keys: watch, edits, editsLeased, editPlaces, untaken, appointments
-- args: message (its alert's name), urgency of its edit, reminders (begins their messages'
--       names), acknowledgement, deadlineMs (by the clock of Redis; 0: none)
-- answers: late, forgotten (the alert is no longer kept), first, acknowledged already
--- include clock
--- include write
--- include number
--- include mark-edit
--- include calls
--- include acknowledge
if args.deadlineMs ~= 0 and ms > args.deadlineMs then return {'late'} end
if redis.call('EXISTS', keys.watch) == 0 then return {'forgotten'} end
if not acknowledge(keys.watch, args.message, 0) then return {'acknowledged'} end
return apply({'first'})
