-- Gives a claim up: Slack has surely not taken the post, or nobody knows (inDoubt).
--
-- keys: owner
-- args: field, name (of the claim), inDoubt
-- answers: lost (it is not ours any more), released
--- include write
--- include claim
local stored = redis.call('HGET', keys.owner, args.field)
local claim = claim_of(stored)
if not claim or claim.name ~= args.name then return {'lost'} end
if args.inDoubt then
  claim.till = 0
  write('HSET', keys.owner, args.field, cjson.encode(claim))
else
  write('HDEL', keys.owner, args.field)
end
return apply({'released'})
