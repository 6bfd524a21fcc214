-- The effect was never started (ES-26): the attempt does not count, and a key window that began with
-- this claim has not begun (ES-16).
update ${prefix}event set
  state = 'PENDING', due_at = :due_at,
  attempts = max(attempts - 1, 0),
  window_start = case when window_token = :token then null else window_start end,
  window_token = case when window_token = :token then 0 else window_token end,
  problem_kind = :problem_kind, problem_detail = :problem_detail,
  settled_token = :token, settled_as = :settled_as, entries = entries + 1
where digest = :digest and state = 'PROCESSING' and token = :token
returning seq, lane, head, owner, attempts
