-- Removes what is past its retention.
--
-- ARGV: how long payloads stay, how long tombstones stay, the most events to take.
-- Answers: { payloads taken, tombstones taken }.
local payloads, tombstones, most = take_number(), take_number(), take_number()

local stale = {}
local function settled_before(list, age, count)
  local old = {}
  if count > 0 then
    for _, digest in ipairs(R('ZRANGEBYSCORE', list, '-inf', '(' .. text(NOW - age), 'LIMIT', 0, count)) do
      local e = load(digest)
      if not e or place(e) ~= list then
        stale[#stale + 1] = { list, digest } -- see save()
      elseif e.standing ~= LEAVING then
        old[#old + 1] = e
      end
    end
  end
  return old
end

local function forget(e)
  R('HSET', STATES, e.digest, text(e.last))
  R('HDEL', FACTS, e.digest)
  R('ZREM', ADMITTED, e.digest)
  R('ZREM', TOMBS, e.digest)
end

local function empty(e)
  e.payload, e.body = false, false
  R('UNLINK', payload_key(e.digest), body_key(e.digest), steps_key(e.digest))
  journal(e, 'PURGED', 'guard', '')
end

local forgotten = settled_before(TOMBS, tombstones, most)
local emptied = settled_before(SETTLED, payloads, most - #forgotten)
for _, e in ipairs(emptied) do
  -- A slot that is given away refuses this before anything is written.
  R('EXISTS', payload_key(e.digest), body_key(e.digest), steps_key(e.digest))
end
for _, entry in ipairs(stale) do
  R('ZREM', entry[1], entry[2])
end
for _, e in ipairs(forgotten) do
  forget(e)
end
for _, e in ipairs(emptied) do
  empty(e)
end
return finish({ #emptied, #forgotten })
