-- What may be claimed from a time on.
insert into ${prefix}due (route, due_at, id, seq, lane, ended)
select w.route, w.due_at, w.id, w.seq, unhex(w.lane), w.ended
from json_table(:rows, '$[*]' columns (
  route bigint path '$.route',
  due_at bigint path '$.due_at',
  id bigint path '$.id',
  seq bigint path '$.seq',
  lane varchar(64) path '$.lane',
  ended int path '$.ended')) w
