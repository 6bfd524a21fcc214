-- Events past the retention of their payload (ES-52), the oldest admission first.
select e.seq from ${prefix}payload p
straight_join ${prefix}event e on e.seq = p.event
where e.payload_kept and e.settled_at < :before
  and (e.state = 'COMPLETE' or (e.state = 'FAILED' and e.failure = 'CANCELLED'))
order by p.event limit :limit
