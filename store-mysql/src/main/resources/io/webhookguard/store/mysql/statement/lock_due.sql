-- What may be claimed in one route, the longest due first (ES-10). A row that another claim has is passed
-- over, and so is a lane whose head is not due (LN-2): the head is looked up without a lock. Besides,
-- lanes that were let go in users' transactions and not counted down yet: they take no place, and are
-- read without a lock.
(select d.route, d.due_at, d.id, d.seq, d.lane, d.ended
from ${prefix}due d force index (primary)
where d.route = :route and d.due_at <= :now and not d.ended
  and (d.seq is not null or (
    select e.due_at from ${prefix}waiting q join ${prefix}event e on e.seq = q.seq
    where q.lane = d.id order by q.`rank`, q.position limit 1) <= :now)
order by d.due_at, d.id limit :limit
for update skip locked)
union all
(select d.route, d.due_at, d.id, d.seq, d.lane, d.ended
from ${prefix}due d force index (${prefix}due_ended)
where d.ended = true and d.route = :route and d.due_at <= :now
order by d.due_at, d.id limit 1000)
