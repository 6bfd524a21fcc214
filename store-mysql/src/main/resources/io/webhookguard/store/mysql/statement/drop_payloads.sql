-- Removes payloads (ES-52).
delete p from json_table(:events, '$[*]' columns (seq bigint path '$.seq')) w
straight_join ${prefix}payload p force index (primary) on p.event = w.seq
