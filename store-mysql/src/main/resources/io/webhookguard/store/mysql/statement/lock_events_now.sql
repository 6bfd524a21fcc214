-- Events by number, to be changed; an error at once if somebody else is changing one.
select e.*
from (select * from json_table(:events, '$[*]' columns (seq bigint path '$.seq')) t) w
straight_join ${prefix}event e force index (primary) on e.seq = w.seq
for update nowait
