-- Entries after a position (LG-3). Which of them are certain is asked of the table of serials.
select l.position, l.number, l.at, l.kind, l.actor, l.generation, l.attempt, l.token, l.count, l.detail,
  coalesce(e.source, f.source, l.source) as source, coalesce(e.consumer, f.consumer) as consumer,
  coalesce(e.scope, f.scope) as scope, coalesce(e.event_id, f.event_id) as event_id
from ${prefix}ledger l
left join ${prefix}event e on e.seq = l.event
left join ${prefix}forgotten f on f.event = l.event
where l.position > :after
order by l.position limit :limit
