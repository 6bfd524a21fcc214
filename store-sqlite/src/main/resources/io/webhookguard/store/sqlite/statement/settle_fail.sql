-- A dead letter (ES-25). Whether it keeps its lane is the source's policy (LN-6, LN-7).
update ${prefix}event set
  state = 'FAILED', settled_at = :now, failure = :failure,
  head = holds_lane and :blocks, holds_lane = holds_lane and :blocks,
  in_doubt = case :mark when 'CLEAR' then 0 when 'SET' then 1 else in_doubt end,
  problem_kind = :problem_kind, problem_detail = :problem_detail,
  settled_token = :token, settled_as = :settled_as, entries = entries + 1
where digest = :digest and state = 'PROCESSING' and token = :token
returning seq, lane, head, owner, attempts
