-- Claims that are over.
delete c from json_table(:tokens, '$[*]' columns (token bigint path '$.token')) w
straight_join ${prefix}claim c force index (primary) on c.token = w.token
