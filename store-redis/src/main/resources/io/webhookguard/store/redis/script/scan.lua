-- Entries in order of position. None will come that has a smaller one than the greatest tick that
-- the caller knows: this partition's own ticks go on behind that.
--
-- ARGV: where to begin, the most, where to end: ticks, or what XRANGE takes for them.
-- Answers: entries.
advanced = true
local found = {}
local from, most, to = take(), take_number(), take()
for i, entry in ipairs(R('XRANGE', LEDGER, from, to, 'COUNT', most)) do
  found[i] = entry_of(entry)
end
return finish(found)
