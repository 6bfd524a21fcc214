-- Keeps the result of a step, if it is the first under its name.
--
-- ARGV: digest, token, name, result, the most steps of an event.
-- Answers: { 'kept' }, { 'already', first result with its number }, { 'full' } or
-- { 'superseded', newest token }.
local digest, token, name, result, most = take(), take_number(), take(), take(), take_number()
local e = load(digest)
if not (e and held_under(e, token)) then
  return finish({ 'superseded', e and e.token or 0 })
end
local steps = steps_key(digest)
local first = R('HGET', steps, name)
if first then
  return finish({ 'already', first })
end
local count = R('HLEN', steps)
if count >= most then
  return finish({ 'full' })
end
R('HSET', steps, name, string.format('%04d', count) .. result)
return finish({ 'kept' })
