-- FAILED events.
insert into ${prefix}dead_letter (seq)
select w.seq from json_table(:events, '$[*]' columns (seq bigint path '$.seq')) w
