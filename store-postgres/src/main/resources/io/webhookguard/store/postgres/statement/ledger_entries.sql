-- All entries of one event, oldest first, also after its tombstone went (LG-4). A key that was admitted
-- again after that has had several rows.
select l.position, l.at, l.token, l.count, l.number, l.generation, l.attempt, l.kind,
  l.actor, l.detail, k.source, k.consumer, k.scope, k.event_id
from (
  select e.seq, e.source, e.consumer, e.scope, e.event_id
  from ${prefix}event e where e.key = :key
  union all
  select f.event, f.source, f.consumer, f.scope, f.event_id
  from ${prefix}forgotten f where f.key = :key) k
join ${prefix}ledger l on l.event = any(array[k.seq])
order by l.position
