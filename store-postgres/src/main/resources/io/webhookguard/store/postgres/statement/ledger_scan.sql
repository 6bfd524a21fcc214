-- Entries after a position (LG-3), with what was running when they were read: see the class that asks.
select l.position, l.at, l.token, l.count, l.number, l.generation, l.attempt, l.kind,
  l.actor, l.detail, coalesce(l.source, e.source, f.source) as source,
  coalesce(e.consumer, f.consumer) as consumer, coalesce(e.scope, f.scope) as scope,
  coalesce(e.event_id, f.event_id) as event_id
from (
  select * from ${prefix}ledger where position > :after order by position limit :limit) l
left join ${prefix}event e on e.seq = any(array[l.event])
left join ${prefix}forgotten f on f.event = any(array[l.event])
order by l.position
