-- What a partition has for a caller that wants claims or lapsed leases.
--
-- ARGV: claim id, 'due:' or 'leases:', for how long a letter is owed that is late, the number of
-- routes, the routes.
-- Answers: { 1 if there are current claims under the id, how many could be granted, how many letters
-- are owed, how many of them are late, the plan of the call if it was made here or '' }.
local claim, list, late = take(), take(), take_number()
local from, to = range_of(claim)
local granted = #R('ZRANGEBYLEX', CLAIMS, from, to, 'LIMIT', 0, 1)
local waiting = 0
for _, route in ipairs(take_routes()) do
  waiting = waiting + R('ZCOUNT', BASE .. list .. route, '-inf', NOW)
end
local owed, owed_late = R('ZCOUNT', OUTBOX, '-inf', NOW), R('ZCOUNT', OUTBOX, '-inf', NOW - late)
return read({ granted, waiting, owed, owed_late, R('GET', plan_key(claim)) or '' })
