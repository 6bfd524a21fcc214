-- One row of what may be claimed (ES-15). Waits for who has it: no user's transaction has.
select d.route, d.due_at, d.id, d.seq, d.lane, d.ended
from ${prefix}due d force index (primary)
where d.route = :route and d.due_at = :due_at and d.id = :id and d.due_at <= :now
for update
