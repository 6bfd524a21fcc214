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
local META, FACTS, STATES, ADMITTED, SETTLED, TOMBS, CLAIMS, LANES, WAITING, MEMBERS, OUTBOX, LEDGER, LOCKS =
  unpack(KEYS, 1, 13)
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

-- Ticks follow the time and never go back, and Lua counts to the year 2255: a clock that was once
-- wrong must not leave the partition without ticks.
if NOW > 8500000000000000 then
  error({ err = 'GUARDCLOCK behind the year 2239' })
end

-- What finish() writes: the events that were read, the entries, and how an event is written, which
-- event.lua says.
local order, entries = {}, {}
local save

-- Letters to other partitions: those that must arrive before the caller is answered, and those that
-- only tell a partition that it need not send again. Each is { to, route, what it says }.
local urgent, lazy = {}, {}

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
local ticked = math.max(tonumber(R('HGET', META, 'tick') or 0), tonumber(ARGV[3]))
local advanced = false
local function tick()
  ticked = math.max(ticked + 1, NOW)
  advanced = true
  return ticked
end

-- A whole number as Redis reads it fastest.
local function text(number)
  return string.format('%d', number)
end
