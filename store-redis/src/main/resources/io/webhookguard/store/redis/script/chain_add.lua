-- Adds to a chain, if its end is still what the caller has seen.
--
-- KEYS: the chain. ARGV: the number of its end that the caller has seen, 0 for none; the number of what
-- is added; what is added. Answers: { 1 } or { 0 }.
local chain = KEYS[14]
local seen, number, what = take_number(), take(), take()
local newest = R('ZREVRANGEBYSCORE', chain, '+inf', '-inf', 'WITHSCORES', 'LIMIT', 0, 1)
if tonumber(newest[2] or 0) ~= seen then
  return finish({ 0 })
end
R('ZADD', chain, number, what)
return finish({ 1 })
