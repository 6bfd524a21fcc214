-- A person says that the effect did happen (ES-43): COMPLETE, certain, and the lane is let go.
update ${prefix}event set
  state = 'COMPLETE', settled_at = :now, completion = 'CONFIRMED', in_doubt = 0,
  head = 0, holds_lane = 0,
  intervention_id = :intervention_id, entries = entries + 1
where seq = :seq and state = 'FAILED' and failure in ('IN_DOUBT', 'KEY_WINDOW')
returning lane, rank, head
