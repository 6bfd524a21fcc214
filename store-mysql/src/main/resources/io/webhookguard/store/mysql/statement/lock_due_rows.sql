-- Rows of what is due, by key. Waits for who has them: no user's transaction has.
select d.route, d.due_at, d.id, d.seq, d.lane, d.ended
from (select * from json_table(:rows, '$[*]' columns (
  route bigint path '$.route',
  due_at bigint path '$.due_at',
  id bigint path '$.id')) t) w
straight_join ${prefix}due d force index (primary) on d.route = w.route and d.due_at = w.due_at and d.id = w.id
for update
