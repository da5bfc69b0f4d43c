-- Takes an item off its outbox that nobody can read, if it still is the first, and keeps it for a person to look at.
--
-- keys: outbox, owing, stuck, owner, epoch, aside
-- args: destination, item (as it stands in the outbox), claimField, routeField (of no item: nothing is noted there),
--       epochNumber (of a watch), entry (tells of it, for whoever looks)
-- answers: settled (it is not the first any more), aside
--- include clock
--- include write
--- include number
--- include sound
--- include settle-head
--- include set-aside
if redis.call('LINDEX', keys.outbox, 0) ~= args.item then return {'settled'} end
set_aside(args.entry)
settle_head(args)
return apply({'aside'})
