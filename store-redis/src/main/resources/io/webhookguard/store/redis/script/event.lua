-- An event: what is kept of it, where, and how it is read and written.

-- The states of an event.
local PENDING, PROCESSING, COMPLETE, FAILED = 'PENDING', 'PROCESSING', 'COMPLETE', 'FAILED'

-- How an event stands in its lane: it has none; it is not there yet; it waits; it may run; it has
-- left and its lane may not know; it has left.
local NO_LANE, COMING, QUEUED, HEAD, LEAVING, OUT = 0, 1, 2, 3, 4, 5

-- What an admission fixes.
local FACT = {
  'source', 'consumer', 'scope', 'id', 'delivery', 'type', 'lane', 'rank', 'sha', 'received',
  'admission', 'route', 'lane_digest', 'lane_partition',
}

-- What changes. False where there is nothing.
local STATE = {
  'state', 'at', 'how', 'owner', 'claim', 'position', 'holds', 'generation', 'attempts', 'doubt',
  'reopenings', 'problem', 'problem_detail', 'token', 'started', 'window', 'window_token',
  'settled_token', 'settled_as', 'intervention', 'payload', 'number', 'last', 'response', 'body',
  'first_ignored', 'first_token', 'standing', 'epoch', 'promoted', 'wish',
}

local function hex(bytes)
  return (string.gsub(bytes, '.', function(c)
    return string.format('%02x', string.byte(c))
  end))
end

local function payload_key(digest)
  return BASE .. 'p:' .. digest
end
local function body_key(digest)
  return BASE .. 'r:' .. digest
end
local function steps_key(digest)
  return BASE .. 's:' .. digest
end

local events = {}
local order = {}

local function unpacked(e, names, packed)
  local ok, values = pcall(cmsgpack.unpack, packed)
  if not ok or type(values) ~= 'table' or #values ~= #names then
    error({ err = 'GUARDCORRUPT the event ' .. hex(e.digest) .. ' cannot be read' })
  end
  for i, name in ipairs(names) do
    e[name] = values[i]
  end
end

-- The list of work in which the event stands, and where.
local function place(e)
  if e.state == PENDING then
    if e.standing == NO_LANE or e.standing == HEAD then
      return BASE .. 'due:' .. e.route, e.at
    end
  elseif e.state == PROCESSING then
    return BASE .. 'leases:' .. e.route, e.at
  elseif e.state == COMPLETE or e.how == 'CANCELLED' then
    return e.payload and SETTLED or TOMBS, e.at
  end
  return false, 0
end

-- Whether the event owes its lane a letter.
local function is_owing(e)
  return e.standing == COMING or e.standing == LEAVING
end

local function remember(e)
  e.was_place, e.was_at = place(e)
  e.was_claim = e.claim
  e.was_owing = is_owing(e)
  events[e.digest] = e
  order[#order + 1] = e
end

-- The event, or nil if it is not known. The same table each time.
local function load(digest)
  local e = events[digest]
  if e then
    return e
  end
  local packed = R('HGET', STATES, digest)
  if not packed then
    return nil
  end
  e = { digest = digest }
  unpacked(e, STATE, packed)
  unpacked(e, FACT, R('HGET', FACTS, digest) or '')
  remember(e)
  return e
end

local function unclaim(e, claim)
  local held = R('HGET', CLAIMS, claim)
  local kept = {}
  for i = 1, held and #held or 0, 32 do
    local digest = string.sub(held, i, i + 31)
    if digest ~= e.digest then
      kept[#kept + 1] = digest
    end
  end
  if #kept == 0 then
    R('HDEL', CLAIMS, claim)
  else
    R('HSET', CLAIMS, claim, table.concat(kept))
  end
end

local function save(e)
  local to, at = place(e)
  if e.was_place and e.was_place ~= to then
    R('ZREM', e.was_place, e.digest)
  end
  if to and (to ~= e.was_place or at ~= e.was_at) then
    R('ZADD', to, at, e.digest)
  end
  if e.was_claim ~= e.claim then
    if e.was_claim then
      unclaim(e, e.was_claim)
    end
    if e.claim then
      R('HSET', CLAIMS, e.claim, (R('HGET', CLAIMS, e.claim) or '') .. e.digest)
    end
  end
  local owing = is_owing(e)
  if owing ~= e.was_owing then
    if owing then
      R('ZADD', OUTBOX, NOW, 'e' .. e.digest)
    else
      R('ZREM', OUTBOX, 'e' .. e.digest)
    end
  end
  R('HSET', STATES, e.digest, packed(e, STATE))
end

local function held_under(e, token)
  return e.state == PROCESSING and e.token == token
end
