-- A Home tab is published. Where something has changed since it was leased, it stays due.
--
-- keys: homesDue
-- args: user, lease (until when it was leased)
-- answers: settled
--- include write
--- include number
if number_of(redis.call('ZSCORE', keys.homesDue, args.user)) == args.lease then
  write('ZREM', keys.homesDue, args.user)
end
return apply({'settled'})
