-- An event: what is kept of it, where, and how it is read and written.

-- The states of an event.
local PENDING, PROCESSING, COMPLETE, FAILED = 'PENDING', 'PROCESSING', 'COMPLETE', 'FAILED'

-- How an event stands in its lane: it has none; it is not there yet; it waits; it may run; it has
-- left and its lane may not know; it has left.
local NO_LANE, COMING, QUEUED, HEAD, LEAVING, OUT = 0, 1, 2, 3, 4, 5

-- Servers that take over without the last writes may have forgotten what others rely on. So whoever
-- waits for another partition asks again after a minute, and then whenever it has waited for twice
-- as long, but once an hour: what waits in great numbers and for long must not keep servers busy.
local SOONEST, LATEST = 60000000, 3600000000
local function checked_at(since)
  return NOW + math.min(math.max(NOW - since, SOONEST), LATEST)
end

-- What an admission fixes, and what changes, in the order in which it is packed and answered.
-- False where there is nothing. Written out, for a loop over names takes twice the time.
local function facts_of(e)
  return {
    e.source, e.consumer, e.scope, e.id, e.delivery, e.type, e.lane, e.rank, e.sha, e.received,
    e.admission, e.route, e.lane_digest, e.lane_partition,
  }
end
local function state_of(e)
  return {
    e.state, e.at, e.how, e.owner, e.claim, e.position, e.holds, e.generation, e.attempts, e.doubt,
    e.reopenings, e.problem, e.problem_detail, e.token, e.started, e.window, e.window_token,
    e.settled_token, e.settled_as, e.intervention, e.payload, e.number, e.last, e.response, e.body,
    e.first_ignored, e.first_token, e.standing, e.epoch, e.promoted, e.wish,
  }
end
local FACTS_COUNT, STATE_COUNT = 14, 31

-- The event of these values. What begins with was_ is how it is written down.
local function event_of(digest, f, s)
  return {
    digest = digest, source = f[1], consumer = f[2], scope = f[3], id = f[4], delivery = f[5],
    type = f[6], lane = f[7], rank = f[8], sha = f[9], received = f[10], admission = f[11],
    route = f[12], lane_digest = f[13], lane_partition = f[14],
    state = s[1], at = s[2], how = s[3], owner = s[4], claim = s[5], position = s[6],
    holds = s[7], generation = s[8], attempts = s[9], doubt = s[10], reopenings = s[11],
    problem = s[12], problem_detail = s[13], token = s[14], started = s[15], window = s[16],
    window_token = s[17], settled_token = s[18], settled_as = s[19], intervention = s[20],
    payload = s[21], number = s[22], last = s[23], response = s[24], body = s[25],
    first_ignored = s[26], first_token = s[27], standing = s[28], epoch = s[29],
    promoted = s[30], wish = s[31],
    was_place = false, was_at = 0, was_claim = false, was_standing = false, was_in_outbox = false, changed = false,
  }
end

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

local function unpacked(digest, packed, count)
  local ok, values = pcall(cmsgpack.unpack, packed)
  if not ok or type(values) ~= 'table' or #values ~= count then
    error({ err = 'GUARDCORRUPT the event ' .. hex(digest) .. ' cannot be read' })
  end
  return values
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

-- When the event writes to its lane again, unless it hears from it before: at once, after a while
-- to see whether a lane that lives elsewhere still knows it, or never.
local function writes_again_at(e)
  if is_owing(e) then
    return NOW
  end
  return e.standing == QUEUED and e.lane_partition ~= HERE and checked_at(e.position)
end

local function remember(e)
  events[e.digest] = e
  order[#order + 1] = e
end

-- The event, the same table each time; or nil if it is not known, and then the tick of the newest
-- entry that it left when it was forgotten, if it did.
local function load(digest)
  local e = events[digest]
  if e then
    return e
  end
  local state = R('HGET', STATES, digest)
  if not state or (#state < 17 and string.find(state, '^%d+$')) then
    return nil, tonumber(state or nil)
  end
  e = event_of(
    digest,
    unpacked(digest, R('HGET', FACTS, digest) or '', FACTS_COUNT),
    unpacked(digest, state, STATE_COUNT))
  e.was_place, e.was_at = place(e)
  e.was_claim = e.claim
  e.was_standing = e.standing
  e.was_in_outbox = writes_again_at(e) and true
  remember(e)
  return e
end

-- What is added comes first, the state next, what is removed last, and readers of lists look at the
-- state: so no event is missing from a list if a server runs only the first commands of a script,
-- as one does that has found half a script at the end of its file.
save = function(e)
  local to, at = place(e)
  local again_at = e.standing ~= e.was_standing and writes_again_at(e)
  if to and (to ~= e.was_place or at ~= e.was_at) then
    R('ZADD', to, text(at), e.digest)
  end
  if e.claim and e.claim ~= e.was_claim then
    R('ZADD', CLAIMS, 0, e.claim .. e.digest)
  end
  if again_at then
    R('ZADD', OUTBOX, text(again_at), 'e' .. e.digest)
  end
  R('HSET', STATES, e.digest, cmsgpack.pack(state_of(e)))
  if e.was_place and e.was_place ~= to then
    R('ZREM', e.was_place, e.digest)
  end
  if e.was_claim and e.was_claim ~= e.claim then
    R('ZREM', CLAIMS, e.was_claim .. e.digest)
  end
  if e.was_in_outbox and not writes_again_at(e) then
    R('ZREM', OUTBOX, 'e' .. e.digest)
  end
end

local function held_under(e, token)
  return e.state == PROCESSING and e.token == token
end
