-- Removes the bodies of responses; status and digest stay (ES-52).
update json_table(:events, '$[*]' columns (seq bigint path '$.seq')) w
straight_join ${prefix}response r force index (primary) on r.event = w.seq
set r.body = null
