-- Keeps the keys of rows that are about to go, so that their entries can still be read (LG-4).
insert into ${prefix}forgotten (event, `key`, source, consumer, scope, event_id)
select e.seq, e.`key`, e.source, e.consumer, e.scope, e.event_id
from json_table(:events, '$[*]' columns (seq bigint path '$.seq')) w
straight_join ${prefix}event e on e.seq = w.seq
