-- What the rows say about claims that could not be changed (ES-20, ES-21, ES-28).
select w.n, e.token, e.settled_token, e.settled_as, c.token as current_token
from json_table(:claims, '$[*]' columns (
  n int path '$.n',
  k varchar(80) path '$.key',
  token bigint path '$.token')) w
straight_join ${prefix}event e on e.`key` = unhex(w.k)
left join ${prefix}claim c on c.token = w.token and c.seq = e.seq
