-- Another attempt later (ES-23). The event keeps its lane and its place in it (LN-6, LN-8).
update ${prefix}event set
  state = 'PENDING', due_at = :due_at,
  in_doubt = case :mark when 'CLEAR' then 0 else in_doubt end,
  problem_kind = :problem_kind, problem_detail = :problem_detail,
  settled_token = :token, settled_as = :settled_as, entries = entries + 1
where digest = :digest and state = 'PROCESSING' and token = :token
returning seq, lane, head, owner, attempts
