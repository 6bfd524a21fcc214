-- Records events that are new and recognises those that are not.
--
-- ARGV: the number of arrivals, then of each: digest, 1 if the batch has the key before, the facts
-- up to rank as facts_of has them, the body's digest, route, lane digest or '', the lane's
-- partition, payload, what is wished: 'queue'; 'claim', owner, claim id, lease; 'ignore', why.
--
-- Answers: { 'queued' }, { 'ignored' }, { 'claimed', token, end of the lease, now }, { 'held',
-- event with payload } if a delivery that comes again was granted its claim before, { 'known',
-- event with body }, { 'again' }: what the event owes its lane must arrive first.
local function take_wish()
  local kind = take()
  if kind == 'claim' then
    return kind, { take(), take(), take_number() }
  elseif kind == 'ignore' then
    return kind, take()
  end
  return kind, false
end

-- Passes by what is said of an arrival that is known, behind its delivery.
local function pass()
  taken = taken + 8
  take_wish()
end

local function new_event(digest, trail, source, consumer, scope, id, delivery)
  local e = event_of(
    digest,
    {
      source, consumer, scope, id, delivery, take(), take(), take(), take(), NOW, tick(), take(),
      take(), take_number(),
    },
    {
      PENDING, NOW, false, false, false, 0, false, 1, 0, false, 0, 'none', '', 0, false, false,
      false, false, false, false, true, 0, trail or false,
      false, false, false, false, NO_LANE, 0, 0, false,
    })
  remember(e)
  R('HSET', FACTS, digest, cmsgpack.pack(facts_of(e)))
  R('ZADD', ADMITTED, text(e.admission), digest)
  R('SET', payload_key(digest), take())
  return e
end

local function ignore(e, why)
  journal(e, 'IGNORED', 'guard', why)
  e.state, e.how, e.first_ignored, e.body = COMPLETE, 'IGNORED', true, true
  e.standing, e.position = OUT, tick()
  return { 'ignored' }
end

local function admit_new(e, kind, wish)
  if kind == 'ignore' then
    return ignore(e, wish)
  end
  journal(e, 'RECEIVED', wish and wish[1] or 'guard', e.type)
  e.wish = wish
  come_in(e)
  if e.first_token then
    return { 'claimed', e.token, e.at, NOW }
  end
  return { e.wish and 'again' or 'queued' }
end

-- The answer to a delivery that is sent again because its reply was lost.
local function first_answer(e)
  if e.first_ignored then
    return { 'ignored' }
  elseif e.first_token and held_under(e, e.first_token) then
    return { 'held', with_payload(e, payload_of(e)) }
  elseif e.standing == COMING then
    write_to_lane(e)
    return { e.wish and 'again' or 'queued' }
  end
  return { 'queued' }
end

local function recognise(e)
  if e.standing == COMING then
    write_to_lane(e)
    return { 'again' }
  end
  write_to_lane(e) -- who has seen that it ended may ask for the next one
  return { 'known', with_body(e) }
end

local answers = {}
for i = 1, take_number() do
  local digest, repeated = take(), take() == '1'
  local source, consumer, scope, id, delivery = take(), take(), take(), take(), take()
  local e, trail = load(digest)
  if not e then
    e = new_event(digest, trail, source, consumer, scope, id, delivery)
    answers[i] = admit_new(e, take_wish())
  else
    pass()
    if e.delivery == delivery and not repeated then
      answers[i] = first_answer(e)
    else
      answers[i] = recognise(e)
    end
  end
end
return finish(answers)
