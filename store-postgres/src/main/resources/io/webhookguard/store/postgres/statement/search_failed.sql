-- FAILED events, newest first (ES-51).
select e.*, substring(e.key from 9) as digest, c.owner, c.claim_id, c.lease_end,
  r.status as response_status, r.content_type as response_type,
  null::bytea as response_body, r.body_sha256 as response_sha256
from ${prefix}dead_letter d
join ${prefix}event e on e.seq = any(array[d.seq])
left join ${prefix}claim c on c.token = any(array[e.token]) and e.state = 'PROCESSING'
left join ${prefix}response r on r.event = any(array[e.seq])
where d.seq < :before
  and e.state = 'FAILED'
  and (cast(:source as text) is null or e.source = :source)
  and (cast(:consumer as text) is null or e.consumer = :consumer)
  and (cast(:lane_text as text) is null or e.lane_text = :lane_text)
order by d.seq desc limit :limit
