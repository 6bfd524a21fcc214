-- Renewals (ES-30): claims that are locked, also when their lease had ended (ES-27).
update json_table(:tokens, '$[*]' columns (token bigint path '$.token')) w
straight_join ${prefix}claim c force index (primary) on c.token = w.token
set c.lease_end = :lease_end
