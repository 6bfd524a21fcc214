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

-- An arrival, and the event if it is known: what cannot be read is met before anything is written.
local function take_arrival()
  local a = { digest = take(), repeated = take() == '1' }
  a.facts = {
    take(), take(), take(), take(), take(), take(), take(), take(), take(), NOW, 0, take(), take(),
    take_number(),
  }
  a.payload = take()
  a.kind, a.wish = take_wish()
  a.known, a.trail = load(a.digest)
  return a
end

local function new_event(a)
  local e = event_of(
    a.digest,
    a.facts,
    {
      PENDING, NOW, false, false, false, 0, false, 1, 0, false, 0, 'none', '', 0, false, false,
      false, false, false, false, true, 0, a.trail or false,
      false, false, false, false, NO_LANE, 0, 0, false,
    })
  e.admission = tick()
  remember(e)
  R('HSET', FACTS, e.digest, cmsgpack.pack(facts_of(e)))
  R('ZADD', ADMITTED, text(e.admission), e.digest)
  R('SET', payload_key(e.digest), a.payload)
  return e
end

local function ignore(e, why)
  journal(e, 'IGNORED', 'guard', why)
  e.state, e.how, e.first_ignored, e.body = COMPLETE, 'IGNORED', true, true
  e.standing, e.position = OUT, tick()
  return { 'ignored' }
end

local function admit_new(a)
  local e = new_event(a)
  if a.kind == 'ignore' then
    return ignore(e, a.wish)
  end
  journal(e, 'RECEIVED', a.wish and a.wish[1] or 'guard', e.type)
  e.wish = a.wish
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

local arrivals, answers = {}, {}
for i = 1, take_number() do
  arrivals[i] = take_arrival()
end
for i, a in ipairs(arrivals) do
  local e = a.known or events[a.digest]
  if not e then
    answers[i] = admit_new(a)
  elseif e.delivery == a.facts[5] and not a.repeated then
    answers[i] = first_answer(e)
  else
    answers[i] = recognise(e)
  end
end
return finish(answers)
