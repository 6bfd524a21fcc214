-- The effect happened (ES-22). Only the newest token changes anything (ES-20); the lane is let go.
update ${prefix}event set
  state = 'COMPLETE', settled_at = :now, completion = 'HANDLED',
  head = 0, holds_lane = 0,
  in_doubt = 0, problem_kind = 'none', problem_detail = '',
  settled_token = :token, settled_as = :settled_as, entries = entries + 1
where digest = :digest and state = 'PROCESSING' and token = :token
returning seq, lane, head, owner, attempts
