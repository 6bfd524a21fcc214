-- Removes the results of all steps (ES-45, ES-52).
delete s from json_table(:events, '$[*]' columns (seq bigint path '$.seq')) w
straight_join ${prefix}step s force index (primary) on s.event = w.seq
