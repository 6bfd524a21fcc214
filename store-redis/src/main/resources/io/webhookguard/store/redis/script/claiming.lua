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
  local held = {}
  for i, member in ipairs(R('ZRANGEBYLEX', CLAIMS, range_of(claim))) do
    held[i] = load(string.sub(member, -32))
  end
  table.sort(held, function(one, other)
    return one.token < other.token
  end)
  local found = {}
  for i, e in ipairs(held) do
    found[i] = with_payload(e, payload_of(e))
  end
  return found
end
