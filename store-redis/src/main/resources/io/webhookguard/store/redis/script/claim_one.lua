-- Grants a claim on one event, if it is due and at the head of its lane.
--
-- ARGV: owner, claim id, lease, digest. Answers: the event with its payload, or nothing.
local owner, claim, lease, digest = take(), take(), take_number(), take()

local earlier = claimed_under(claim)
if #earlier > 0 then
  return finish(earlier)
end

local e = load(digest)
local free = e and (e.standing == NO_LANE or e.standing == HEAD)
if not (free and e.state == PENDING and e.at <= NOW) then
  return finish({})
end
local payload = payload_of(e)
grant(e, owner, claim, lease)
return finish({ with_payload(e, payload) })
