-- A person gives the event up (ES-44): FAILED (CANCELLED), and the lane is let go.
update ${prefix}event set
  state = 'FAILED', settled_at = :now, failure = 'CANCELLED',
  head = 0, holds_lane = 0,
  intervention_id = :intervention_id, entries = entries + 1
where seq = :seq and (state = 'PENDING' or (state = 'FAILED' and failure <> 'CANCELLED'))
returning lane, rank, head
