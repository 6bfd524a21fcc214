-- A claim (ES-10, ES-12): counted when it starts, and the key window begins with it unless an earlier
-- claim began it (ES-16).
update ${prefix}event set
  state = 'PROCESSING',
  attempts = attempts + 1,
  token = :token,
  owner = :owner,
  claim_id = :claim_id,
  started_at = :now,
  lease_end = :lease_end,
  holds_lane = (lane is not null),
  window_token = case when window_start is null then :token else window_token end,
  window_start = coalesce(window_start, :now),
  entries = entries + 1
where seq = :seq and state = 'PENDING' and head = 1 and due_at <= :now and token < :token
returning attempts
