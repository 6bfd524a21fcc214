-- The results of an event's steps.
--
-- ARGV: digest, token. Answers: { 'results', name, result, … }, each result with its number before
-- it, or { 'superseded', newest token }.
local digest, token = take(), take_number()
local e = load(digest)
if not (e and held_under(e, token)) then
  return read({ 'superseded', e and e.token or 0 })
end
return read({ 'results', R('HGETALL', steps_key(digest)) })
