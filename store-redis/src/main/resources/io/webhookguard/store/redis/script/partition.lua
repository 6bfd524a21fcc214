-- What all scripts share; each one is this text and its own behind it.
--
-- A script runs in one partition. KEYS begins with the partition's fixed keys, in the order below;
-- what follows are the keys of events that the call names, so that a server that gives the slot
-- away refuses the call before anything is written. Keys of events that only the script finds are
-- read before anything is written, for the same reason.
--
-- ARGV: 1 the time to act at in microseconds, or '' for the server's; 2 the number of the
-- partition; 3 the greatest tick that the caller has seen; then what the script says.
--
-- Whatever a script changes of an event, and each entry, it keeps in Lua until finish().
local META, FACTS, STATES, ADMITTED, SETTLED, TOMBS, CLAIMS, LANES, WAITING, MEMBERS, OUTBOX, LEDGER, TRAILS, LOCKS =
  unpack(KEYS, 1, 14)
local BASE = string.sub(META, 1, -5)
local HERE = tonumber(ARGV[2])
local R = redis.call

local NOW
if ARGV[1] ~= '' then
  NOW = tonumber(ARGV[1])
else
  local time = R('TIME')
  NOW = tonumber(time[1]) * 1000000 + tonumber(time[2])
end

local taken = 3
local function take()
  taken = taken + 1
  return ARGV[taken]
end
local function take_number()
  return tonumber(take())
end

-- The tick: the time, or one more than the greatest tick known, whichever is greater. Tokens,
-- positions and the order of the ledger are ticks. Whatever comes from another partition brings
-- that one's tick along, so whatever follows from it has a greater one.
local ticked = tonumber(R('HGET', META, 'tick') or 0)
local function learn(tick)
  if tick > ticked then
    ticked = tick
  end
end
learn(tonumber(ARGV[3]))
local advanced = false
local function tick()
  ticked = math.max(ticked + 1, NOW)
  advanced = true
  return ticked
end

local function text(number)
  return string.format('%.0f', number)
end

-- Records are packed lists of values; their names stand in the scripts.
local function packed(e, names)
  local values = {}
  for i, name in ipairs(names) do
    values[i] = e[name]
  end
  return cmsgpack.pack(values)
end

local function record(key, field, names)
  local found = R('HGET', key, field)
  if not found then
    return nil
  end
  local named = {}
  for i, value in ipairs(cmsgpack.unpack(found)) do
    named[names[i]] = value
  end
  return named
end

-- What is remembered for a while of a call for claims that went to several partitions.
local function plan_key(claim)
  return BASE .. 'w:' .. claim
end
local function done_key(claim)
  return BASE .. 'd:' .. claim
end
