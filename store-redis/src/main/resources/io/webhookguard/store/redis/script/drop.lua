-- Removes the oldest entries of the ledger, which are kept elsewhere.
--
-- ARGV: up to which tick, the most. Answers: { how many }.
local to, most = take(), take()
local gone = 0
for _, entry in ipairs(R('XRANGE', LEDGER, '-', to, 'COUNT', most)) do
  gone = gone + R('XDEL', LEDGER, entry[1])
end
return finish({ gone })
