-- Waits for what makes an event or its lane due, and holds it: another call was looking at it.
with wanted as materialized (
  select e.seq, e.lane, e.due_at from ${prefix}event e
  where e.key = :key and e.state = 'PENDING'
),
by_event as materialized (
  select d.id from wanted w
  cross join lateral (
    select d.id from ${prefix}due d
    where d.route = :route and d.due_at = w.due_at and d.id = w.seq
    limit 1 for update) d
),
by_lane as materialized (
  select d.id from wanted w
  cross join lateral (
    select d.id from ${prefix}due d where d.lane = w.lane limit 1 for update) d
)
select 1 as held from by_event
union all
select 1 as held from by_lane
