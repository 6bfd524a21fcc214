-- A batch of renewals in one statement (ES-30): only under exactly the claim's token, also when the
-- lease had ended (ES-27). What a user's open transaction holds is skipped (ES-28).
with clock as materialized (
  select cast(coalesce(cast(:now as bigint), floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) as now
),
input as materialized (
  select * from unnest(cast(:keys as bytea[]), cast(:tokens as bigint[]))
    with ordinality as i (key, token, n)
),
held as materialized (
  select i.n, c.token
  from input i
  join ${prefix}claim c on c.token = any(array[i.token])
  join ${prefix}event e on e.seq = any(array[c.seq]) and e.key = any(array[i.key])
  order by i.token
  for no key update of c skip locked
),
renewed as (
  update ${prefix}claim c set lease_end = t.now + :lease
  from held h cross join clock t
  where c.token = any(array[h.token])
  returning h.n, c.owner, c.claim_id, c.lease_end
)
select
  i.n as place,
  r.n is not null as renewed,
  r.owner,
  r.claim_id,
  r.lease_end,
  e.token as newest_token,
  c.token is not null as held_elsewhere
from input i
left join renewed r on r.n = i.n
left join ${prefix}event e on e.key = any(array[i.key]) and r.n is null
left join ${prefix}claim c on c.token = any(array[i.token]) and c.seq = any(array[e.seq])
order by i.n
