-- Events that wait for their lane (LN-2).
insert into ${prefix}waiting (lane, `rank`, position, seq)
select w.lane, w.rnk, w.position, w.seq
from json_table(:rows, '$[*]' columns (
  lane bigint path '$.lane',
  rnk bigint path '$.rank',
  position bigint path '$.position',
  seq bigint path '$.seq')) w
