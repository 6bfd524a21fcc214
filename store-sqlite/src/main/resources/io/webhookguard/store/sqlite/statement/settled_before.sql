-- What purge takes (ES-52, ES-53): COMPLETE and CANCELLED events that were settled before a time, with
-- or without their payload, the oldest first.
select seq from ${prefix}event indexed by ${prefix}event_settled
where (state = 'COMPLETE' or (state = 'FAILED' and failure = 'CANCELLED'))
  and payload_kept = :payload_kept and settled_at < :before
order by settled_at limit :limit
