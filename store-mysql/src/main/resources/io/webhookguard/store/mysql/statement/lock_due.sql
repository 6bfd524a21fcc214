-- What may be claimed in one route, the longest due first (ES-10). A row that another claim has is passed
-- over, and so is a lane whose head is not due (LN-2): the head is looked up without a lock.
select d.route, d.due_at, d.id, d.seq, d.lane, d.ended
from ${prefix}due d force index (primary)
where d.route = :route and d.due_at <= :now
  and (d.seq is not null or d.ended or (
    select e.due_at from ${prefix}waiting q join ${prefix}event e on e.seq = q.seq
    where q.lane = d.id order by q.`rank`, q.position limit 1) <= :now)
order by d.due_at, d.id limit :limit
for update skip locked
