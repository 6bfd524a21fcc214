-- Lanes that a settlement in a user's transaction has left and that were not counted down yet.
-- Without a lock, because a user's open transaction may be about to leave another.
select d.route, d.due_at, d.id, d.seq, d.lane, d.ended
from json_table(:lanes, '$[*]' columns (digest varchar(64) path '$.digest')) w
straight_join ${prefix}due d on d.lane = unhex(w.digest)
where d.ended
