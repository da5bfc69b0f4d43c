-- The entries of a digest behind its first ones go onto a new digest of its burst, which is owed to Slack. As what
-- comes after a digest that somebody looks after, it mentions on-call where the burst has not for long. Needs clock,
-- write, number and sound, the keys burst, digest and owing, and the arguments digestId, digests, digestOutboxes,
-- messages, watches, digestField and mentionAgainMs. Returns the new digest; nil where there are no such entries.
local function part_digest(first)
  redis.call('SCARD', keys.owing)
  local kept = redis.call('HMGET', keys.digest, FIELD.size, FIELD.keep, FIELD.isCall, FIELD.firstWatch, FIELD.next, FIELD.told)
  local size, is_call, next_id, told = number_of(kept[1]), kept[3], kept[5], number_of(kept[6])
  if not size or size <= first then return nil end
  local at = ms
  while redis.call('EXISTS', args.digests .. whole(at)) == 1 do at = at + 1 end
  local id = whole(at)
  local new, old_name, new_name = args.digests .. id, args.messages .. args.digestId, args.messages .. id
  local moved = 0
  for number = first + 1, size do
    local entry = redis.call('HGET', keys.digest, FIELD.entry .. whole(number))
    if entry then
      moved = moved + 1
      write('HSET', new, FIELD.entry .. whole(moved), entry)
      write('HDEL', keys.digest, FIELD.entry .. whole(number))
      local is_json, about = pcall(cjson.decode, entry)
      local item = is_json and type(about) == 'table' and about.item
      local watch = type(item) == 'table' and type(item.watchId) == 'string' and args.watches .. item.watchId
      if watch and sound('HGET', watch, args.digestField) == old_name then write('HSET', watch, args.digestField, new_name) end
    end
  end
  if moved == 0 then return nil end
  -- What Slack has shown already is not told once more.
  local told_there = whole(math.max(0, math.min(moved, (told or first) - first)))
  local burst = sound('HMGET', keys.burst, FIELD.mentioned, FIELD.digest) or {}
  local calm = number_of(burst[1]) and ms - number_of(burst[1]) or -1
  local mentions = is_call and args.mentionAgainMs and (calm < 0 or calm >= args.mentionAgainMs)
  -- A burst that is over stays so.
  if mentions and burst[2] then write('HSET', keys.burst, FIELD.mentioned, ms) end
  write('HSET', new, FIELD.at, ms, FIELD.owed, 1, FIELD.size, moved, FIELD.told, told_there, FIELD.mentions, mentions and 1 or 0)
  write('HSET', new, FIELD.previous, args.digestId)
  if kept[2] then write('HSET', new, FIELD.keep, kept[2]) end
  if is_call then write('HSET', new, FIELD.isCall, is_call) end
  if kept[4] then write('HSET', new, FIELD.firstWatch, kept[4]) end
  if next_id then
    write('HSET', new, FIELD.next, next_id)
    if (sound('HLEN', args.digests .. next_id) or 0) > 0 then write('HSET', args.digests .. next_id, FIELD.previous, id) end
  end
  write('HSET', keys.digest, FIELD.size, first, FIELD.next, id)
  if told and told > first then write('HSET', keys.digest, FIELD.told, first) end
  if burst[2] == args.digestId then write('HSET', keys.burst, FIELD.digest, id) end
  local item = {kind = 'digest', burst = 'failures', digest = id, at = ms}
  write('RPUSH', args.digestOutboxes .. id, cjson.encode(item))
  write('SADD', keys.owing, new_name)
  return id
end
