-- claim_of(stored): who posts an item; nil where nobody does, or what is stored is no claim.
local function claim_of(stored)
  if not stored then return nil end
  local is_json, claim = pcall(cjson.decode, stored)
  if not is_json or type(claim) ~= 'table' then return nil end
  local is_claim = type(claim.name) == 'string' and type(claim.since) == 'number'
    and type(claim.till) == 'number' and type(claim.places) == 'table'
  if not is_claim then return nil end
  for _, place in pairs(claim.places) do
    if type(place) ~= 'string' then return nil end
  end
  return claim
end
