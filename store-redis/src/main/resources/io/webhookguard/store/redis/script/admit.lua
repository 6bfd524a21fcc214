-- Records events that are new and recognises those that are not.
--
-- ARGV: the number of arrivals, then of each: digest, 1 if the batch has the key before, the facts up to rank as FACT has them, the body's digest, route, lane digest or
-- '', the lane's partition, payload, what is wished: 'queue'; 'claim', owner, claim id, lease; 'ignore',
-- why.
--
-- Answers: { 'queued' }, { 'ignored' }, { 'claimed', event with payload }, { 'known', event with
-- body }, { 'again' }: what the event owes its lane must arrive first.
local function wished()
  local wish = { kind = take() }
  if wish.kind == 'claim' then
    wish.owner, wish.claim, wish.lease = take(), take(), take_number()
  elseif wish.kind == 'ignore' then
    wish.why = take()
  end
  return wish
end

local function take_arrival()
  local a = {}
  a.digest, a.repeated = take(), take() == '1'
  for i = 1, 8 do
    a[FACT[i]] = take()
  end
  a.sha, a.route, a.lane_digest, a.lane_partition = take(), take(), take(), take_number()
  a.payload = take()
  a.wish = wished()
  return a
end

local function new_event(a)
  local e = { digest = a.digest }
  for _, name in ipairs(FACT) do
    e[name] = a[name]
  end
  e.received = NOW
  e.admission = tick()
  for _, name in ipairs(STATE) do
    e[name] = false
  end
  remember(e)
  e.state, e.at = PENDING, NOW
  e.generation, e.attempts, e.reopenings = 1, 0, 0
  e.problem, e.problem_detail = 'none', ''
  e.token, e.number, e.epoch, e.promoted, e.standing = 0, 0, 0, 0, NO_LANE
  e.payload = true
  e.last = tonumber(R('HGET', TRAILS, e.digest) or nil) or false
  R('HSET', FACTS, e.digest, packed(e, FACT))
  R('ZADD', ADMITTED, e.admission, e.digest)
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
  if a.wish.kind == 'ignore' then
    return ignore(e, a.wish.why)
  end
  local wish = a.wish
  journal(e, 'RECEIVED', wish.kind == 'claim' and wish.owner or 'guard', e.type)
  e.wish = wish.kind == 'claim' and { wish.owner, wish.claim, wish.lease }
  come_in(e)
  if e.first_token then
    return { 'claimed', with_payload(e, a.payload) }
  end
  return { e.wish and 'again' or 'queued' }
end

-- The answer to a delivery that is sent again because its reply was lost.
local function first_answer(e)
  if e.first_ignored then
    return { 'ignored' }
  elseif e.first_token and held_under(e, e.first_token) then
    return { 'claimed', with_payload(e, payload_of(e)) }
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
  return { 'known', with_body(e) }
end

local answers = {}
for i = 1, take_number() do
  local a = take_arrival()
  local e = load(a.digest)
  if not e then
    answers[i] = admit_new(a)
  elseif e.delivery == a.delivery and not a.repeated then
    answers[i] = first_answer(e)
  else
    answers[i] = recognise(e)
  end
end
return finish(answers)
