-- To be called when a reading starts: takes its turn in the read budget of its subscription, and the wishes
-- for a fresh look up to now, which it fulfils; these have had their turn in people's share. The names of the
-- budget's keys follow from the subscription, which only the record knows.
--
-- keys: watch, holds
-- args: id, budgets (begins the names of the read budgets' keys), intervalMs, atOnce
-- answers: version or false, record or false ('' where the watch is no hash), for how many ms the subscription is not to be read, for how many
--          its turn does not come, for how many it was told to wait before, 1 where somebody wished for this look
--- include clock
--- include write
--- include number
--- include sound
--- include holds
--- include turns
--- include take-turn
local watch = sound('HMGET', keys.watch, FIELD.version, FIELD.record, FIELD.subscription, FIELD.priority,
  FIELD.refresh, FIELD.queued, FIELD.asker)
if not watch then return {false, '', 0, 0, 0, 0} end
local version, record, subscription, refresh = watch[1], watch[2], watch[3], watch[5]
if not version or not subscription then return {version, record, 0, 0, 0, 0} end
local left = left_of(redis.call('HGET', keys.holds, subscription))
if left > 0 then return {version, record, left, 0, 0, 0} end
local queued = number_of(watch[6]) or 0
if not refresh then
  local who = {member = args.id, asker = watch[7] or '', goes_first = watch[4] == '1', ahead = 0}
  local line = look_for_turn(args.budgets .. subscription, who, args.intervalMs, args.atOnce, 0)
  if line.wait > 0 then
    keep_place(line, line.wait)
    write('HSET', keys.watch, FIELD.queued, queued + line.wait)
    return apply({version, record, 0, line.wait, 0, 0})
  end
  take_turn(line)
end
if refresh or watch[6] then write('HDEL', keys.watch, FIELD.refresh, FIELD.queued) end
return apply({version, record, 0, 0, queued, refresh and 1 or 0})
