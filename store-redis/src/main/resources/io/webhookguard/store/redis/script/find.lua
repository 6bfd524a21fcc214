-- The event as it is.
--
-- ARGV: digest. Answers: { 'unknown' }, { 'again' } or { 'known', event with body }.
local e = load(take())
if not e then
  return read({ 'unknown' })
elseif e.standing == COMING then
  write_to_lane(e)
  return read({ 'again' })
end
write_to_lane(e) -- who has seen that it ended may ask for the next one
return read({ 'known', with_body(e) })
