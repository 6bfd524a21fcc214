-- Takes over claims whose lease has ended.
--
-- ARGV: owner, claim id, lease, the most to take, the number of routes, the routes.
-- Answers: events with their payloads, in the order of taking.
local owner, claim, lease, most = take(), take(), take_number(), take_number()

local earlier = claimed_under(claim)
if #earlier > 0 then
  return finish(earlier)
end

local lapsed, answers = first_of('leases:', most), {}
for _, e in ipairs(lapsed) do
  e.bytes = payload_of(e)
end
for i, e in ipairs(lapsed) do
  local from = 'from ' .. e.owner
  hold(e, owner, claim, lease)
  e.doubt = true
  journal_attempt(e, 'RECOVERED', owner, from)
  answers[i] = with_payload(e, e.bytes)
end
return finish(answers)
