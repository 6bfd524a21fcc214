-- Current claims by token, to be changed (ES-20). What a user's transaction holds is passed over (ES-28).
select c.token, c.seq, c.lease_end, c.claim_id, c.owner, c.lane,
  (select e.`key` from ${prefix}event e where e.seq = c.seq) as `key`
from (select * from json_table(:tokens, '$[*]' columns (token bigint path '$.token')) t) w
straight_join ${prefix}claim c force index (primary) on c.token = w.token
for update skip locked
