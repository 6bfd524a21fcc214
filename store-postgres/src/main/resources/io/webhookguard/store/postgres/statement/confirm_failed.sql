-- A person says that the effect did happen (ES-43). The lane is let go.
update ${prefix}event set
  state = 'COMPLETE', completion = 'CONFIRMED', settled_at = :now, in_doubt = false,
  holds_lane = false, intervention_id = :intervention_id, entries = entries + 1
where seq = :seq and state = 'FAILED' and failure in ('IN_DOUBT', 'KEY_WINDOW')
returning position
