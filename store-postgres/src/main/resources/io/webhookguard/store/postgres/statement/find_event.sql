-- An event by its key alone (ES-2, ES-3), with its claim and its response.
select e.*, substring(e.key from 9) as digest, c.owner, c.claim_id, c.lease_end,
  r.status as response_status, r.content_type as response_type,
  r.body as response_body, r.body_sha256 as response_sha256
from ${prefix}event e
left join ${prefix}claim c on c.token = any(array[e.token]) and e.state = 'PROCESSING'
left join ${prefix}response r on r.event = any(array[e.seq])
where e.key = :key
