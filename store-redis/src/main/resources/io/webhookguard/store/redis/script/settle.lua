-- Ends attempts.
--
-- ARGV: the number of settlements, then of each: digest, token, kind,
-- entry's kind, entry's detail, delay, mark of doubt, problem, its detail, reason, 1 if a failure
-- holds its lane, response without its body, body or '', 1 if the body is kept.
-- Answers: { 'settled' } or { 'superseded', newest token }.
local function take_settlement()
  local s = {}
  s.digest, s.token, s.kind = take(), take_number(), take()
  s.entry, s.detail, s.after, s.mark = take(), take(), take_number(), take()
  s.problem, s.problem_detail, s.reason, s.blocks = take(), take(), take(), take() == '1'
  s.response, s.body, s.keeps = take(), take(), take() == '1'
  return s
end

local function wait(e, after)
  e.state, e.at = PENDING, NOW + after
end

local function complete(e, s)
  e.state, e.at, e.how = COMPLETE, NOW, 'HANDLED'
  keep_response(e, s.response, s.body, s.keeps)
  go_out(e)
end

local function fail(e, s)
  e.state, e.at, e.how = FAILED, NOW, s.reason
  if not s.blocks then
    go_out(e)
  end
end

-- The attempt never was: if the key window began with it, it has not begun.
local function release(e, s)
  e.attempts = math.max(0, e.attempts - 1)
  if e.window_token == e.token then
    e.window, e.window_token = false, false
  end
  wait(e, s.after)
end

local function settle(e, s)
  journal_attempt(e, s.entry, e.owner, s.detail)
  e.doubt = s.mark == 'SET' or (s.mark == 'KEEP' and e.doubt)
  e.problem, e.problem_detail = s.problem, s.problem_detail
  e.settled_token, e.settled_as, e.claim = e.token, s.kind, false
  if s.kind == 'COMPLETE' then
    complete(e, s)
  elseif s.kind == 'FAIL' then
    fail(e, s)
  elseif s.kind == 'RELEASE' then
    release(e, s)
  else
    wait(e, s.after)
  end
end

-- What cannot be read is met before anything is written.
local settlements, answers = {}, {}
for i = 1, take_number() do
  settlements[i] = take_settlement()
  settlements[i].event = load(settlements[i].digest)
end
for i, s in ipairs(settlements) do
  local e = s.event
  if e and held_under(e, s.token) then
    settle(e, s)
    answers[i] = { 'settled' }
  elseif e and e.settled_token == e.token and e.token == s.token and e.settled_as == s.kind then
    write_to_lane(e)
    answers[i] = { 'settled' }
  else
    answers[i] = { 'superseded', e and e.token or 0 }
  end
end
return finish(answers)
