-- How claims are found.

-- The events of the lists of these routes whose time has come, the longest ago first.
local function first_of(list, most)
  local found = {}
  for _, route in ipairs(take_routes()) do
    local of_route = R('ZRANGEBYSCORE', BASE .. list .. route, '-inf', NOW, 'WITHSCORES', 'LIMIT', 0, most)
    for i = 1, #of_route, 2 do
      found[#found + 1] = { of_route[i], tonumber(of_route[i + 1]) }
    end
  end
  table.sort(found, function(one, other)
    return one[2] < other[2]
  end)
  local first = {}
  for i = 1, math.min(most, #found) do
    first[i] = load(found[i][1])
  end
  return first
end

-- The claims that were granted under the id and are still current, in the order of granting.
local function claimed_under(claim)
  local held = R('HGET', CLAIMS, claim) or ''
  local found = {}
  for i = 1, #held, 32 do
    local e = load(string.sub(held, i, i + 31))
    found[#found + 1] = with_payload(e, payload_of(e))
  end
  return found
end
