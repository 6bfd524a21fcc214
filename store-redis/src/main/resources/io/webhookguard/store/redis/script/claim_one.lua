-- Grants a claim on one event, if it is due and at the head of its lane.
--
-- ARGV: owner, claim id, lease, digest. Answers: the event with its payload, or nothing. A letter goes
-- along where it waits for a lane that lives elsewhere: it may be the head and not have heard.
local owner, claim, lease, digest = take(), take(), take_number(), take()

local earlier = claimed_under(claim)
if #earlier > 0 then
  return finish(earlier)
end

local e = load(digest)
if not (e and e.state == PENDING and e.at <= NOW) then
  return finish({})
elseif e.standing ~= NO_LANE and e.standing ~= HEAD then
  if e.lane_partition ~= HERE then
    lanes().write_to_lane(e)
  end
  return finish({})
end
local payload = payload_of(e)
grant(e, owner, claim, lease)
return finish({ with_payload(e, payload) })
