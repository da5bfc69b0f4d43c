-- On-call is not called again for a message, unless another appointment has been made for it meanwhile.
--
-- keys: appointments
-- args: message, at (of the appointment)
-- answers: canceled, changed
--- include write
local at = redis.call('ZSCORE', keys.appointments, args.message)
if at and tonumber(at) ~= args.at then return {'changed'} end
write('ZREM', keys.appointments, args.message)
return apply({'canceled'})
