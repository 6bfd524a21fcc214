-- Nobody knows whether the effect happened, and it runs again (ES-24). The lane stays held (LN-6).
update ${prefix}event set
  state = 'PENDING', due_at = :due_at, in_doubt = 1,
  problem_kind = :problem_kind, problem_detail = :problem_detail,
  settled_token = :token, settled_as = :settled_as, entries = entries + 1
where digest = :digest and state = 'PROCESSING' and token = :token
returning seq, lane, head, owner, attempts
