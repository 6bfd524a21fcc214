-- Events that are FAILED no more.
delete d from json_table(:events, '$[*]' columns (seq bigint path '$.seq')) w
straight_join ${prefix}dead_letter d force index (primary) on d.seq = w.seq
