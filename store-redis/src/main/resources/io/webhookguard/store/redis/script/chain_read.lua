-- A part of a chain.
--
-- KEYS: the chain. ARGV: the number behind which it begins, or '' for its end alone; the most.
-- Answers: what was added, in order.
local chain = KEYS[14]
local after, most = take(), take()
if after == '' then
  return read(R('ZREVRANGEBYSCORE', chain, '+inf', '-inf', 'LIMIT', 0, 1))
end
return read(R('ZRANGEBYSCORE', chain, '(' .. after, '+inf', 'LIMIT', 0, most))
