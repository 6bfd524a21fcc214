-- Removes tombstones. Their ledger entries stay (ES-53).
delete e from json_table(:events, '$[*]' columns (seq bigint path '$.seq')) w
straight_join ${prefix}event e force index (primary) on e.seq = w.seq
