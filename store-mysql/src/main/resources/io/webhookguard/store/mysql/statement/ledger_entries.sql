-- All entries of one event, oldest first, also after its tombstone went (LG-4). A key that was admitted
-- again after that has had several rows.
select l.position, l.number, l.at, l.kind, l.actor, l.generation, l.attempt, l.token, l.count, l.detail,
  coalesce(e.source, f.source, l.source) as source, coalesce(e.consumer, f.consumer) as consumer,
  coalesce(e.scope, f.scope) as scope, coalesce(e.event_id, f.event_id) as event_id
from (
  select seq as event from ${prefix}event
  where `key` = :key
  union all
  select event from ${prefix}forgotten
  where `key` = :key) w
join ${prefix}ledger l on l.event = w.event
left join ${prefix}event e on e.seq = l.event
left join ${prefix}forgotten f on f.event = l.event
order by l.position
