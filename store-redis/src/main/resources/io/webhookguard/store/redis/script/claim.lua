-- Grants claims on due events that are at the head of their lanes.
--
-- ARGV: owner, claim id, lease, the most to grant, the number of routes, the routes.
-- Answers: events with their payloads, in the order of granting.
local owner, claim, lease, most = take(), take(), take_number(), take_number()

local earlier = claimed_under(claim)
if #earlier > 0 then
  return finish(earlier)
end

local granted, answers = first_of('due:', most), {}
for _, e in ipairs(granted) do
  e.bytes = payload_of(e)
end
for i, e in ipairs(granted) do
  grant(e, owner, claim, lease)
  answers[i] = with_payload(e, e.bytes)
end
return finish(answers)
