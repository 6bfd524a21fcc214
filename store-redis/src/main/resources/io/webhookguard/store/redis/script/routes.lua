-- What calls for claims name, and what is remembered of them for a while where they went to several
-- partitions.

local function take_routes()
  local routes = {}
  for i = 1, take_number() do
    routes[i] = take()
  end
  return routes
end

local function plan_key(claim)
  return BASE .. 'w:' .. claim
end
local function done_key(claim)
  return BASE .. 'd:' .. claim
end

-- Where the claims of a call stand in CLAIMS: a claim id, and the digest of an event behind it.
local function range_of(claim)
  return '[' .. claim, '[' .. claim .. string.rep('\255', 32)
end
