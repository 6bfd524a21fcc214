-- Grants claims on due events that are at the head of their lanes.
--
-- ARGV: owner, claim id, lease, the most to grant, how long a call of a plan is
-- remembered in milliseconds, or 0; the number of routes, the routes.
-- Answers: events with their payloads, in the order of granting.
local owner, claim, lease, most, kept = take(), take(), take_number(), take_number(), take()

local earlier = claimed_under(claim)
if #earlier > 0 then
  return finish(earlier)
end
if kept ~= '0' and R('EXISTS', done_key(claim)) == 1 then
  return finish({}) -- it was here, and what it took has ended
end

local granted, answers = first_of('due:', most), {}
for _, e in ipairs(granted) do
  e.bytes = payload_of(e)
end
if kept ~= '0' then
  R('SET', done_key(claim), '1', 'PX', kept)
end
drop_stale()
for i, e in ipairs(granted) do
  grant(e, owner, claim, lease)
  answers[i] = with_payload(e, e.bytes)
end
return finish(answers)
