-- Changes an event outside any attempt.
--
-- ARGV: digest, id, kind, entry's kind, actor, reason; the most reopenings and the key window of a
-- redelivery; response without its body, body or '', 1 if the body is kept, of a confirmation.
-- Answers: { 'unknown' }, { 'again' } if it has no place in its lane yet, or { 'done' or why it is
-- refused, event with body }. If that sends it into its lane, its place there is not known yet.
local digest, id, kind, entry, actor, reason = take(), take(), take(), take(), take(), take()
local most, window = take_number(), take_number()
local response, body, keeps = take(), take(), take() == '1'

local e = load(digest)

local function unless(right)
  return not right and 'WRONG_STATE' or nil
end

local function refusal_to_reopen()
  if not (e.state == FAILED and e.how == 'EXHAUSTED') then
    return 'WRONG_STATE'
  elseif e.reopenings >= most then
    return 'REOPENINGS_SPENT'
  elseif e.window and NOW - e.window > window then
    return 'KEY_WINDOW_PASSED'
  end
end

local function refusal_to_run(right)
  return right and not e.payload and 'PAYLOAD_PURGED' or unless(right)
end

local function refusal()
  if kind == 'REDELIVERY' then
    return refusal_to_reopen()
  elseif kind == 'RETRY' then
    return refusal_to_run(e.state == FAILED)
  elseif kind == 'CONFIRM' then
    return unless(e.state == FAILED and (e.how == 'IN_DOUBT' or e.how == 'KEY_WINDOW'))
  elseif kind == 'DISCARD' then
    return unless(e.state == PENDING or (e.state == FAILED and e.how ~= 'CANCELLED'))
  end
  local complete = e.state == COMPLETE
  local over = kind == 'ERASE' and e.state == FAILED and e.how == 'CANCELLED'
  return refusal_to_run(complete or over)
end

-- PENDING and due now: in its old place if it still holds its lane, else at the tail.
local function wait()
  e.state, e.at, e.how = PENDING, NOW, false
  if not e.holds then
    come_in(e)
  end
end

local function finish_off(state, how)
  e.state, e.at, e.how = state, NOW, how
  go_out(e)
end

local function forget_window()
  e.window, e.window_token = false, false
end

local function replay()
  e.generation = e.generation + 1
  e.attempts, e.reopenings, e.doubt = 0, 0, false
  e.problem, e.problem_detail = 'none', ''
  forget_window()
  keep_response(e, '', '', false)
  R('UNLINK', steps_key(digest))
end

local function apply()
  if kind == 'REPLAY' then
    replay()
  end
  journal(e, entry, actor, reason)
  if kind == 'ERASE' then
    e.payload, e.body = false, false
    R('UNLINK', payload_key(digest), body_key(digest), steps_key(digest))
  elseif kind == 'CONFIRM' then
    e.doubt = false
    keep_response(e, response, body, keeps)
    finish_off(COMPLETE, 'CONFIRMED')
  elseif kind == 'DISCARD' then
    finish_off(FAILED, 'CANCELLED')
  else
    if kind == 'REDELIVERY' then
      e.attempts, e.reopenings = 0, e.reopenings + 1
    elseif kind == 'RETRY' then
      e.attempts = 0
      forget_window()
    end
    wait()
  end
  e.intervention = id
  e.changed = true
end

if not e then
  return finish({ 'unknown' })
elseif e.standing == COMING then
  write_to_lane(e)
  return finish({ 'again' })
end
local outcome = 'done'
if e.intervention ~= id then
  outcome = refusal() or 'done'
  if outcome == 'done' then
    apply()
  end
end
if e.was_standing == LEAVING and e.standing == LEAVING then
  write_to_lane(e) -- also where it is refused: the answer shows that it ended
end
return finish({ outcome, with_body(e) })
