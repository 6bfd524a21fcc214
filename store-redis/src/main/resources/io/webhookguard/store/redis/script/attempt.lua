-- How attempts begin and end, and how events are shown.

local function hold(e, owner, claim, lease)
  e.state = PROCESSING
  e.at = NOW + lease
  e.owner = owner
  e.claim = claim
  e.token = tick()
  e.started = NOW
  e.holds = e.lane ~= ''
  e.changed = true
end

local function grant(e, owner, claim, lease)
  hold(e, owner, claim, lease)
  e.attempts = e.attempts + 1
  if not e.window then
    e.window = NOW
    e.window_token = e.token
  end
  journal_attempt(e, 'STARTED', owner, '')
end

-- Whoever admitted the event wished to run it at once; if nobody was in its lane, it is claimed.
begin_if_wished = function(e)
  if e.wish then
    grant(e, unpack(e.wish))
    e.first_token = e.token
    e.wish = false
  end
end

local function keep_response(e, response, body, keeps)
  if body ~= '' then
    R('SET', body_key(e.digest), body)
  elseif e.body then
    R('UNLINK', body_key(e.digest))
  end
  e.response = response ~= '' and response
  e.body = keeps
end

local function take_routes()
  local routes = {}
  for i = 1, take_number() do
    routes[i] = take()
  end
  return routes
end

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

local function flat(e)
  local shown = { e.digest }
  for _, name in ipairs(FACT) do
    shown[#shown + 1] = e[name]
  end
  for _, name in ipairs(STATE) do
    local value = e[name]
    if value == false or type(value) == 'table' then
      value = ''
    elseif value == true then
      value = 1
    end
    shown[#shown + 1] = value
  end
  return shown
end

-- The event with the body of its response.
local function with_body(e)
  local shown = flat(e)
  shown[#shown + 1] = e.body and R('GET', body_key(e.digest)) or ''
  return shown
end

-- The event with its payload, which is read before anything is written.
local function payload_of(e)
  local payload = R('GET', payload_key(e.digest))
  if not payload then
    error({ err = 'GUARDCORRUPT the payload of the event ' .. hex(e.digest) .. ' is missing' })
  end
  return payload
end
local function with_payload(e, payload)
  local shown = flat(e)
  shown[#shown + 1] = payload
  return shown
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
