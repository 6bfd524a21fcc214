-- Events by number, in that order, to be changed.
select e.*
from (select * from json_table(:events, '$[*]' columns (seq bigint path '$.seq')) t) w
straight_join ${prefix}event e force index (primary) on e.seq = w.seq
for update
