-- A person answers for another run (ES-42): fresh attempts, the key window begins anew.
-- It keeps its place if it holds its lane, and goes to the tail if not (LN-8).
update ${prefix}event set
  state = 'PENDING', due_at = :now, attempts = 0, window_start = null, window_token = 0,
  position = case when holds_lane then position else :position end,
  intervention_id = :intervention_id, entries = entries + 1
where seq = :seq and state = 'FAILED' and payload_kept
returning position
