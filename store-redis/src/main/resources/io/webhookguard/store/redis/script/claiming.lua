-- How claims are found.

-- What stands in a list and belongs elsewhere, each with the list; see save().
local stale = {}

-- The events of the lists of these routes whose time has come, the longest ago first.
local function first_of(list, most)
  local found = {}
  for _, route in ipairs(take_routes()) do
    local of_route = R('ZRANGEBYSCORE', BASE .. list .. route, '-inf', NOW, 'WITHSCORES', 'LIMIT', 0, most)
    for i = 1, #of_route, 2 do
      found[#found + 1] = { of_route[i], tonumber(of_route[i + 1]), BASE .. list .. route }
    end
  end
  table.sort(found, function(one, other)
    return one[2] < other[2]
  end)
  local first = {}
  for _, entry in ipairs(found) do
    if #first == most then
      break
    end
    local e = load(entry[1])
    if e and place(e) == entry[3] then
      first[#first + 1] = e
    else
      stale[#stale + 1] = entry
    end
  end
  return first
end

local function drop_stale()
  for _, entry in ipairs(stale) do
    R('ZREM', entry[3], entry[1])
  end
end

-- The claims that were granted under the id and are still current, in the order of granting.
local function claimed_under(claim)
  local held = {}
  for _, member in ipairs(R('ZRANGEBYLEX', CLAIMS, range_of(claim))) do
    local e = load(string.sub(member, -32))
    if e and e.claim == claim then
      held[#held + 1] = e
    end
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
