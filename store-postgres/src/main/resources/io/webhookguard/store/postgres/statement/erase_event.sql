-- A person has the payload of an event removed (ES-48). What is left is a tombstone.
update ${prefix}event set
  payload_kept = false, intervention_id = :intervention_id, entries = entries + 1
where seq = :seq and payload_kept
  and (state = 'COMPLETE' or (state = 'FAILED' and failure = 'CANCELLED'))
returning position
