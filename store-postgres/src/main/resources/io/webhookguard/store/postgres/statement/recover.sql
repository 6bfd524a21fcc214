-- Takes over claims of some routes whose lease has ended, the longest ended first (ES-31, ES-32). Answers
-- as the claim of due heads does. Few claims are current at any time, so all of them are looked at.
with clock as materialized (
  select cast(coalesce(cast(:now as bigint), floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) as now
),
used as materialized (
  select k.claim_id, k.uses from ${prefix}claim_call k where k.claim_id = :claim_id
),
earlier as materialized (
  -- A claim that is current under the call's id. All of them are looked at, but only for a repeat.
  select from used u
  where exists (select from ${prefix}claim c where c.claim_id = any(array[u.claim_id]))
),
route as materialized (
  select * from unnest(cast(:sources as text[]), cast(:consumers as text[])) as r (source, consumer)
),
lapsed as materialized (
  select c.token, c.seq, c.owner, c.lease_end, c.lane
  from ${prefix}claim c
  cross join lateral (
    -- The limit keeps the claims first: a plan made on empty tables would walk all events otherwise.
    select e.source, e.consumer from ${prefix}event e where e.seq = c.seq limit 1) e
  where c.lease_end <= (select now from clock)
    and exists (select from route r where r.source = e.source and r.consumer = e.consumer)
    and not exists (select from earlier)
  order by c.lease_end, c.token limit :limit
  for update of c skip locked
),
numbered as materialized (
  select l.*,
    4 * row_number() over (order by l.lease_end, l.token) + case when l.lane is null then 1 else 3 end as n
  from lapsed l
),
call as (
  -- A repeat that runs beside the first one finds that the id is used by now, and is granted nothing.
  -- All rows are held before the number is taken that the tokens are made from (ES-12).
  insert into ${prefix}claim_call as k (claim_id, at, uses)
  select :claim_id, t.now, 1 from clock t where 0 < (select count(*) from lapsed)
  on conflict (claim_id) do update set uses = k.uses + 1, at = excluded.at
  where k.uses = (select u.uses from used u)
  returning claim_id
),
serial as materialized (
  select 4096 * case when pg_current_xact_id() is not null
    then nextval('${prefix}serial') end as base
  where exists (select from call)
),
taken as (
  update ${prefix}claim c set
    token = s.base + l.n, owner = :owner, claim_id = :claim_id, started_at = t.now,
    lease_end = t.now + :lease
  from numbered l cross join serial s cross join clock t
  where c.token = any(array[l.token])
  returning c.token, c.seq, l.owner as previous_owner, t.now
),
changed as (
  update ${prefix}event e set token = k.token, in_doubt = true, entries = e.entries + 1
  from (select * from taken order by seq) k
  where e.seq = any(array[k.seq])
  returning e.*, k.previous_owner, k.now
),
place as materialized (
  -- After all rows are held: an event's entries have their positions in the order of their numbers.
  select 4096 * case when pg_current_xact_id() is not null
    then nextval('${prefix}serial') end as base
  where 0 < (select count(*) from changed)
),
ledger as (
  insert into ${prefix}ledger (
    position, event, at, token, count, number, generation, attempt, kind, actor, detail)
  select p.base + c.token % 4096, c.seq, c.now, c.token, 1, c.entries, c.generation, c.attempts,
    'RECOVERED', :owner, 'from ' || c.previous_owner
  from changed c cross join place p
)
select
  false as held_elsewhere,
  false as lanes_to_count,
  exists (select from earlier) or
    (exists (select from lapsed) and not exists (select from call)) as repeated,
  c.*, substring(c.key from 9) as digest, cast(:owner as text) as owner,
  cast(:claim_id as bytea) as claim_id, c.now as started_at, c.now + :lease as lease_end,
  p.content_type, p.attributes, p.body
from (values (1)) as one (row)
left join changed c on true
left join ${prefix}payload p on p.event = any(array[c.seq])
order by c.token
