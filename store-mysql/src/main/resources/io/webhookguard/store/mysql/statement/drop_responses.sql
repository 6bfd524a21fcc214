-- Removes what handlers answered.
delete r from json_table(:events, '$[*]' columns (seq bigint path '$.seq')) w
straight_join ${prefix}response r force index (primary) on r.event = w.seq
