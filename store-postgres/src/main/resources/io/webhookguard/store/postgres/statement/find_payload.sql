-- The payload as it was admitted (ES-9); no row once it was purged.
select e.source, e.consumer, e.scope, e.event_id, e.payload_sha256, p.content_type, p.body
from ${prefix}event e
join ${prefix}payload p on p.event = any(array[e.seq])
where e.key = :key
