-- An event by its key's digest alone (ES-2, ES-3), with its response.
select e.*, r.status as response_status, r.content_type as response_type,
  r.body as response_body, r.body_sha256 as response_sha256
from ${prefix}event e
left join ${prefix}response r on r.event = e.seq
where e.digest = :key
