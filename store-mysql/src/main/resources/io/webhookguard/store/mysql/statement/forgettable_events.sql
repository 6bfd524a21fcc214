-- Tombstones past the dedup horizon (ES-53), the oldest admission first.
select e.seq from ${prefix}event e
where not e.payload_kept and e.settled_at < :before
  and (e.state = 'COMPLETE' or (e.state = 'FAILED' and e.failure = 'CANCELLED'))
order by e.seq limit :limit
