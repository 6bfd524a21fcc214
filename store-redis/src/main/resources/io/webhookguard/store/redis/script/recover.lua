-- Takes over claims whose lease has ended.
--
-- ARGV: owner, claim id, lease, the most to take, how long a call of a plan is
-- remembered in milliseconds, or 0; the number of routes, the routes.
-- Answers: events with their payloads, in the order of taking.
local owner, claim, lease, most, kept = take(), take(), take_number(), take_number(), take()

local earlier = claimed_under(claim)
if #earlier > 0 then
  return finish(earlier)
end
if kept ~= '0' and R('EXISTS', done_key(claim)) == 1 then
  return finish({}) -- it was here, and what it took has ended
end

local lapsed, answers = first_of('leases:', most), {}
for _, e in ipairs(lapsed) do
  e.bytes = payload_of(e)
end
if kept ~= '0' then
  R('SET', done_key(claim), '1', 'PX', kept)
end
drop_stale()
for i, e in ipairs(lapsed) do
  local from = 'from ' .. e.owner
  hold(e, owner, claim, lease)
  e.doubt = true
  journal_attempt(e, 'RECOVERED', owner, from)
  answers[i] = with_payload(e, e.bytes)
end
return finish(answers)
