-- The provider delivered again (ES-41): fresh attempts, same keys and key window, doubt mark as it was.
-- It keeps its place if it holds its lane, and goes to the tail if not (LN-8).
update ${prefix}event set
  state = 'PENDING', due_at = :now, attempts = 0, reopenings = reopenings + 1,
  position = case when holds_lane then position else :position end,
  intervention_id = :intervention_id, entries = entries + 1
where seq = :seq and state = 'FAILED' and failure = 'EXHAUSTED'
returning position
