-- What a partition has for a caller that wants claims or lapsed leases.
--
-- ARGV: claim id, 'due:' or 'leases:', the number of routes, the routes.
-- Answers: { 1 if there are current claims under the id, how many could be granted, how many letters
-- are owed, how many of them for longer than a second, the plan of the call if it was made here or
-- '' }.
local claim, list = take(), take()
local from, to = range_of(claim)
local granted = #R('ZRANGEBYLEX', CLAIMS, from, to, 'LIMIT', 0, 1)
local waiting = 0
for _, route in ipairs(take_routes()) do
  waiting = waiting + R('ZCOUNT', BASE .. list .. route, '-inf', NOW)
end
local owed, long_owed = R('ZCOUNT', OUTBOX, '-inf', NOW), R('ZCOUNT', OUTBOX, '-inf', NOW - 1000000)
return read({ granted, waiting, owed, long_owed, R('GET', plan_key(claim)) or '' })
