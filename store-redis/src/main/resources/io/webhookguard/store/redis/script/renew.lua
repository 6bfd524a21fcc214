-- Makes leases end later.
--
-- ARGV: lease, the number of claims, then of each: digest, token.
-- Answers: { 'renewed', owner, claim id, end } or { 'superseded', newest token }.
local lease = take_number()
local answers = {}
for i = 1, take_number() do
  local digest, token = take(), take_number()
  local e = load(digest)
  if e and held_under(e, token) then
    e.at = NOW + lease
    e.changed = true
    answers[i] = { 'renewed', e.owner, e.claim, e.at }
  else
    answers[i] = { 'superseded', e and e.token or 0 }
  end
end
return finish(answers)
