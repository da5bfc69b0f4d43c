-- Asks for the turn to send the edit of a message that we have leased.
--
-- keys: editPace, editsLeased
-- args: message, lease, intervalMs (between edits), lateMs (by which one may be late and the next still in time),
--       leaseMs
-- answers: granted (and the lease is a new one), wait (for so many ms), lost (somebody else has leased it meanwhile)
--- include clock
--- include write
--- include number
--- include sound
if redis.call('ZSCORE', keys.editsLeased, args.message) ~= args.lease then return {'lost'} end
local due = number_of(sound('GET', keys.editPace)) or 0
-- Later than any pause: the clock was set back.
local is_absurd = due > ms + 600000
if due > ms and not is_absurd then return {'wait', due - ms} end
local next = math.max(due <= ms and due or 0, ms - args.lateMs) + args.intervalMs
local lease = whole(ms + args.leaseMs)
write('SET', keys.editPace, whole(next), 'PX', args.intervalMs + args.lateMs)
write('ZADD', keys.editsLeased, lease, args.message)
return apply({'granted', lease})
