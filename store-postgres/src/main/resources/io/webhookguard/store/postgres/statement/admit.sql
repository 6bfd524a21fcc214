-- A batch of arrivals in one statement (ES-1 to ES-8, LN-3 to LN-5). Comes back: one row for each, with
-- what became of it if it is new, or with the event as it is if it is known.
--
-- 1. What is known is only read: its row may be held by a user's open transaction, and a duplicate
--    must neither wait nor write.
-- 2. Lanes are counted up first, in order of their digests: the count says whether a lane was idle.
-- 3. Then events go in, in order of their keys. A twin that was admitted meanwhile keeps its row. If
--    the lane was counted for it, the whole statement must not have happened: it divides by zero, and
--    is made again.
with clock as materialized (
  select cast(coalesce(cast(:now as bigint), floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) as now
),
input as materialized (
  select * from unnest(
    cast(:keys as bytea[]), cast(:deliveries as bytea[]), cast(:sources as text[]),
    cast(:consumers as text[]), cast(:scopes as text[]), cast(:event_ids as text[]),
    cast(:types as text[]), cast(:lane_texts as text[]), cast(:lanes as bytea[]),
    cast(:ranks as bigint[]), cast(:digests as bytea[]), cast(:content_types as text[]),
    cast(:attributes as bytea[]), cast(:bodies as bytea[]), cast(:routes as bigint[]),
    cast(:intents as text[]), cast(:actors as text[]), cast(:details as text[]),
    cast(:claim_ids as bytea[]), cast(:leases as bigint[])
  ) with ordinality as i (
    key, delivery_id, source, consumer, scope, event_id, type, lane_text, lane, rank,
    payload_sha256, content_type, attributes, body, route, intent, actor, detail, claim_id, lease, n)
),
known as materialized (
  select i.n, e.seq from input i join ${prefix}event e on e.key = any(array[i.key])
),
serial as materialized (
  -- The transaction's number first: see the scan of the ledger (LG-3).
  select 4096 * case when pg_current_xact_id() is not null
    then nextval('${prefix}serial') end as base
  where exists (select from input i where not exists (select from known k where k.n = i.n))
),
unknown as materialized (
  select i.*, s.base + 4 * i.n as seq, s.base + 4 * i.n + 1 as token
  from input i cross join serial s
  where not exists (select from known k where k.n = i.n)
),
lane as (
  insert into ${prefix}lane as l (digest, number, open)
  select u.lane, min(u.token) + 1, count(*) from unknown u
  where u.lane is not null and u.intent <> 'IGNORE'
  group by u.lane order by u.lane
  on conflict (digest) do update set open = l.open + excluded.open
  returning l.digest, l.number, l.open
),
placed as materialized (
  select u.*, l.number as lane_number,
    u.intent = 'CLAIM' and (u.lane is null or (
      l.open = count(*) filter (where u.intent <> 'IGNORE') over (partition by u.lane)
      and 0 = count(*) filter (where u.intent <> 'IGNORE') over (
        partition by u.lane order by u.n rows between unbounded preceding and 1 preceding))
    ) as granted,
    l.open = count(*) filter (where u.intent <> 'IGNORE') over (partition by u.lane) as was_idle
  from unknown u
  left join lane l on l.digest = u.lane and u.intent <> 'IGNORE'
),
fresh as (
  insert into ${prefix}event (
    settled_at, due_at, token, settled_token, window_start, window_token, position, attempts,
    entries, state, settled_as, completion, failure, generation, reopenings, in_doubt, holds_lane,
    payload_kept, problem_kind, problem_detail, intervention_id, seq, received_at, rank, first_token,
    first_ignored, key, payload_sha256, delivery_id, lane, source, consumer, scope, event_id, type,
    lane_text)
  select
    case when p.intent = 'IGNORE' then t.now end, t.now,
    case when p.granted then p.token else 0 end, 0,
    case when p.granted then t.now end, case when p.granted then p.token else 0 end,
    p.seq, p.granted::int, 1 + p.granted::int,
    case when p.intent = 'IGNORE' then 'COMPLETE' when p.granted then 'PROCESSING'
      else 'PENDING' end::${prefix}state,
    'NONE', case when p.intent = 'IGNORE' then 'IGNORED'::${prefix}completion end, null,
    1, 0, false, p.granted and p.lane is not null, true, 'none', '', null,
    p.seq, t.now, p.rank, case when p.granted then p.token else 0 end, p.intent = 'IGNORE',
    p.key, p.payload_sha256, p.delivery_id, p.lane, p.source, p.consumer, p.scope, p.event_id,
    p.type, p.lane_text
  from placed p cross join clock t
  order by p.key
  on conflict (key) do nothing
  returning seq
),
admitted as materialized (
  select p.*, t.now, t.now + p.lease as lease_end
  from placed p join fresh f on f.seq = p.seq cross join clock t
),
payload as (
  insert into ${prefix}payload (event, content_type, attributes, body)
  select seq, content_type, attributes, body from admitted
),
claim as (
  insert into ${prefix}claim (token, seq, lease_end, started_at, claim_id, owner, lane)
  select token, seq, lease_end, now, claim_id, actor, lane from admitted where granted
),
waiting as (
  insert into ${prefix}waiting (lane, rank, position, seq)
  select lane_number, rank, seq, seq from admitted where lane_number is not null and not granted
),
due as (
  insert into ${prefix}due (route, due_at, id, seq, lane, ended)
  select route, now, seq, seq, null, false from admitted
  where lane is null and not granted and intent <> 'IGNORE'
  union all
  select min(route), min(now), lane_number, null, lane, false from admitted
  where was_idle
  group by lane, lane_number
  having not bool_or(granted)
),
ledger as (
  insert into ${prefix}ledger (
    position, event, at, token, count, number, generation, attempt, kind, actor, detail)
  select seq, seq, now, 0, 1, 1, 1, 0,
    case when intent = 'IGNORE' then 'IGNORED' else 'RECEIVED' end, actor, detail
  from admitted
  union all
  select token, seq, now, token, 1, 2, 1, 1, 'STARTED', actor, '' from admitted where granted
)
select
  i.n as place,
  a.seq as new_seq,
  case when a.granted then a.token end as new_token,
  a.now as new_now,
  a.lease_end as new_lease_end,
  1 / case when u.lane is not null and u.intent <> 'IGNORE' and a.seq is null then 0 else 1 end
    as no_twin,
  e.*, substring(e.key from 9) as digest, c.owner, c.claim_id, c.lease_end,
  r.status as response_status, r.content_type as response_type,
  r.body as response_body, r.body_sha256 as response_sha256
from input i
left join unknown u on u.n = i.n
left join admitted a on a.n = i.n
left join known k on k.n = i.n
left join ${prefix}event e on e.seq = any(array[k.seq])
left join ${prefix}claim c on c.token = any(array[e.token]) and e.state = 'PROCESSING'
left join ${prefix}response r on r.event = any(array[e.seq])
order by i.n
