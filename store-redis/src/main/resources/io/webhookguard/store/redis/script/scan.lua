-- Entries in order of position. Where they end at a tick that the caller knows, none will come that
-- has a smaller one: this partition's own ticks go on behind that.
--
-- ARGV: where to begin, the most, where to end: ticks, or what XRANGE takes for them.
-- Answers: entries.
local found = {}
local from, most, to = take(), take_number(), take()
advanced = to ~= '+'
for i, entry in ipairs(R('XRANGE', LEDGER, from, to, 'COUNT', most)) do
  found[i] = entry_of(entry)
end
return finish(found)
