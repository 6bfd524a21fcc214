-- Which partitions a call takes claims from: the first word stays, so that the same call again, or
-- twice at once, goes where it went.
--
-- ARGV: claim id, plan, how long it is kept in milliseconds. Answers: the plan that holds.
local key, plan, kept = plan_key(take()), take(), take()
if not R('SET', key, plan, 'NX', 'PX', kept) then
  plan = R('GET', key)
end
return finish(plan)
