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

local function keep_response(e, response, body, keeps)
  if body ~= '' then
    R('SET', body_key(e.digest), body)
  elseif e.body then
    R('UNLINK', body_key(e.digest))
  end
  e.response = response ~= '' and response
  e.body = keeps
end

-- An event as it is answered.
local function flat(e)
  return { facts_of(e), state_of(e) }
end

-- The event with the body of its response.
local function with_body(e)
  return { facts_of(e), state_of(e), e.body and R('GET', body_key(e.digest)) or '' }
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
  return { facts_of(e), state_of(e), payload }
end
