-- Counts down the lanes that settlements in users' transactions have let go, and leaves those due in
-- which events wait.
with notice as materialized (
  select d.route, d.due_at, d.id, d.lane from ${prefix}due d
  where d.ended
  order by d.lane limit 1000 for update skip locked
),
counted as (
  update ${prefix}lane l set open = l.open - 1
  from (select lane from notice order by lane) n where l.digest = any(array[n.lane])
  returning l.digest, l.number, l.open
),
taken as (
  delete from ${prefix}due d using notice n
  where d.route = any(array[n.route]) and d.due_at = any(array[n.due_at]) and d.id = any(array[n.id])
  returning d.route, d.due_at, d.lane
)
insert into ${prefix}due (route, due_at, id, seq, lane, ended)
select t.route, t.due_at, c.number, null, t.lane, false
from taken t join counted c on c.digest = t.lane
where c.open > 0
