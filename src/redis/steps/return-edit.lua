-- Ends a lease undone: the message waits again, in its old place.
--
-- keys: edits, editsLeased, editPlaces
-- args: message, lease
-- answers: late, returned
--- include write
--- include number
--- include give-back
if redis.call('ZSCORE', keys.editsLeased, args.message) ~= args.lease then return {'late'} end
give_back(args.message, false)
return apply({'returned'})
