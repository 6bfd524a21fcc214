-- The entries of one event, from the newest to the oldest.
--
-- ARGV: digest, the tick of the entry to begin with or '' for the newest, the most.
-- Answers: { entries, the tick of the entry to go on with, or '' at the end }.
local digest, from, most = take(), take(), take_number()
if from == '' then
  local e, trail = load(digest)
  local newest = e and e.last or trail
  from = newest and text(newest)
end

local found = {}
while from and #found < most do
  local at = from .. '-0'
  local entry = R('XRANGE', LEDGER, at, at)[1]
  if entry then
    local before
    found[#found + 1], before = entry_of(entry)
    from = before and text(before)
  else
    from = false -- archived, with all before it
  end
end
return read({ found, from or '' })
