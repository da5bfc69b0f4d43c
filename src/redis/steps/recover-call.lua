-- What a message calls on-call for has been made good by another try: on-call is not called for it any more, it and its
-- reminders show that, and pagers hear of it. Once; who looks after it stays so.
--
-- keys: owner, edits, editsLeased, editPlaces, untaken, appointments, careChanged
-- args: message (its name), recovered, size (of a digest, when all of it was seen to be made good; absent: it is none),
--       urgency, reminderMessages (begins their names)
-- answers: forgotten (it is no longer kept), known, grown (more has failed meanwhile: nothing is changed), recovered
--- include clock
--- include write
--- include number
--- include mark-edit
--- include calls
--- include mark-shown
if redis.call('HLEN', keys.owner) == 0 then return {'forgotten'} end
if redis.call('HEXISTS', keys.owner, FIELD.recovered) == 1 then return {'known'} end
if args.size and number_of(redis.call('HGET', keys.owner, FIELD.size)) ~= args.size then return {'grown'} end
write('HSET', keys.owner, FIELD.recovered, args.recovered)
end_calls(args.message)
mark_shown(keys.owner, args.message, args.urgency, 0)
return apply({'recovered'})
