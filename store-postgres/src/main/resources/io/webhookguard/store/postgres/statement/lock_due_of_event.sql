-- Waits for what makes an event or its lane due, and holds it: another call was looking at it.
select 1 as held
from ${prefix}event e
join ${prefix}due d on (d.route = :route and d.due_at = e.due_at and d.id = e.seq) or d.lane = e.lane
where e.key = :key and e.state = 'PENDING'
for update of d
