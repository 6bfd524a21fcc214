-- Events, the newest admission first.
--
-- ARGV: the admission before which to begin, the most to find, the most to look at; then source,
-- consumer, state and event id, each '' for any; 1 if a lane is wanted, and which.
-- Answers: { events without bodies, the admission before which to go on, or '' at the end }.
local bound, most, looks = take(), take_number(), take_number()
local source, consumer, state, id = take(), take(), take(), take()
local lane_wanted, lane = take() == '1', take()

local function is_wanted(e)
  return (source == '' or e.source == source)
    and (consumer == '' or e.consumer == consumer)
    and (state == '' or e.state == state)
    and (id == '' or e.id == id)
    and (not lane_wanted or e.lane == lane)
end

local found, on = {}, ''
local seen = R('ZREVRANGEBYSCORE', ADMITTED, bound, '-inf', 'WITHSCORES', 'LIMIT', 0, looks)
for i = 1, #seen, 2 do
  local e = load(seen[i])
  if e and is_wanted(e) then
    found[#found + 1] = flat(e)
  end
  on = text(tonumber(seen[i + 1]))
  if #found == most then
    break
  end
end
if #found < most and #seen < 2 * looks then
  on = ''
end
return read({ found, on })
