-- A lane that nobody holds (ES-15). Without a lock, because a user's open transaction may be about to leave
-- this lane.
select d.route, d.due_at, d.id, d.seq, d.lane, d.ended
from ${prefix}due d force index (${prefix}due_lane)
where d.lane = :lane and d.due_at <= :now
