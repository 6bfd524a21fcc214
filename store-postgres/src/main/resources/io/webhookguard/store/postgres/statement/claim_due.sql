-- Claims due heads of some routes, the longest due first (ES-10 to ES-14, LN-2). One row comes back for
-- each grant, or one without an event; each says whether lanes were met that a settlement in a user's
-- transaction left uncounted, and whether the call's id was used before: then nothing is granted.
--
-- Rows that others hold are skipped. A lane that nobody holds is due as a whole: its head is the
-- lowest of those that wait in it, found by index whatever its length.
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
picked as materialized (
  select d.*
  from unnest(cast(:routes as bigint[])) as r (route)
  cross join lateral (
    select d.route, d.due_at, d.id, d.seq, d.lane, d.ended
    from ${prefix}due d
    where d.route = r.route and d.due_at <= (select now from clock) and not d.ended
      and not exists (select from earlier)
    order by d.due_at, d.id limit :limit for update skip locked) d
  order by d.due_at, d.id limit :limit
),
head as materialized (
  select p.route, p.due_at, p.id, p.seq, null::bigint as rank, null::bigint as position
  from picked p where p.seq is not null
  union all
  select p.route, p.due_at, p.id, w.seq, w.rank, w.position
  from picked p
  cross join lateral (
    select w.* from ${prefix}waiting w where w.lane = p.id
    order by w.rank, w.position limit 1) w
  where p.seq is null
),
ready as materialized (
  select h.*,
    4 * row_number() over (order by h.due_at, h.id) + case when e.lane is null then 1 else 3 end as n
  from head h join ${prefix}event e on e.seq = any(array[h.seq])
  where e.state = 'PENDING' and e.due_at <= (select now from clock)
),
call as (
  -- A repeat that runs beside the first one finds that the id is used by now, and is granted nothing.
  insert into ${prefix}claim_call as k (claim_id, at, uses)
  select :claim_id, t.now, 1 from clock t where exists (select from ready)
  on conflict (claim_id) do update set uses = k.uses + 1, at = excluded.at
  where k.uses = (select u.uses from used u)
  returning claim_id
),
serial as materialized (
  select 4096 * case when pg_current_xact_id() is not null
    then nextval('${prefix}serial') end as base
  where exists (select from call)
),
started as (
  update ${prefix}event e set
    state = 'PROCESSING',
    attempts = e.attempts + 1,
    token = s.base + r.n,
    holds_lane = e.lane is not null,
    window_token = case when e.window_start is null then s.base + r.n else e.window_token end,
    window_start = coalesce(e.window_start, t.now),
    entries = e.entries + 1
  from ready r cross join serial s cross join clock t
  where e.seq = any(array[r.seq]) and e.state = 'PENDING'
  returning e.*, r.route, r.due_at as was_due, r.id as due_id, r.rank as waiting_rank,
    r.position as waiting_position, t.now
),
no_longer_due as (
  delete from ${prefix}due d using started s
  where d.route = any(array[s.route])
    and d.due_at = any(array[s.was_due])
    and d.id = any(array[s.due_id])
),
no_longer_waiting as (
  delete from ${prefix}waiting w using started s
  where w.lane = any(array[s.due_id])
    and w.rank = any(array[s.waiting_rank])
    and w.position = any(array[s.waiting_position])
),
claim as (
  insert into ${prefix}claim (token, seq, lease_end, started_at, claim_id, owner, lane)
  select s.token, s.seq, s.now + :lease, s.now, :claim_id, :owner, s.lane from started s
),
place as materialized (
  -- After all rows are held: an event's entries have their positions in the order of their numbers.
  select 4096 * case when pg_current_xact_id() is not null
    then nextval('${prefix}serial') end as base
  where 0 < (select count(*) from started)
),
ledger as (
  insert into ${prefix}ledger (
    position, event, at, token, count, number, generation, attempt, kind, actor, detail)
  select p.base + s.token % 4096, s.seq, s.now, s.token, 1, s.entries, s.generation, s.attempts,
    'STARTED', :owner, ''
  from started s cross join place p
)
select
  false as held_elsewhere,
  exists (select from ${prefix}due d where d.ended) as lanes_to_count,
  exists (select from earlier) or
    (exists (select from ready) and not exists (select from call)) as repeated,
  s.*, substring(s.key from 9) as digest, cast(:owner as text) as owner,
  cast(:claim_id as bytea) as claim_id,
  s.now as started_at, s.now + :lease as lease_end,
  p.content_type, p.attributes, p.body
from (values (1)) as one (row)
left join started s on true
left join ${prefix}payload p on p.event = any(array[s.seq])
order by s.token
