-- A person has a COMPLETE event run again (ES-45): next generation, everything of the last one goes.
-- It let go of its lane when it completed, so it goes to the tail (LN-8).
update ${prefix}event set
  state = 'PENDING', due_at = :now, generation = generation + 1, attempts = 0, reopenings = 0,
  in_doubt = false, problem_kind = 'none', problem_detail = '', window_start = null,
  window_token = 0, position = :position,
  intervention_id = :intervention_id, entries = entries + 1
where seq = :seq and state = 'COMPLETE' and payload_kept
returning position
