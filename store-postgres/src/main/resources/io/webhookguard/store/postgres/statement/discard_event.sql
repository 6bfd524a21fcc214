-- A person gives the event up (ES-44). The lane is let go.
update ${prefix}event set
  state = 'FAILED', failure = 'CANCELLED', settled_at = :now,
  holds_lane = false, intervention_id = :intervention_id, entries = entries + 1
where seq = :seq and state in ('PENDING', 'FAILED')
returning position
