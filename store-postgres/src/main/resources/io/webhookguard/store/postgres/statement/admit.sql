-- A batch of arrivals in one statement (ES-1 to ES-8, LN-3 to LN-5). Comes back: one row for each, with
-- what became of it if it is new, or with the event as it is if it is known.
--
-- 1. What is known is only read: its row may be held by a user's open transaction, and a duplicate
--    must neither wait nor write.
-- 2. Lanes are counted up first, in order of their digests: the count says whether a lane was idle.
-- 3. Then events go in, in order of their keys. A twin that was admitted meanwhile keeps its row. If
--    the lane was counted for it, the whole statement must not have happened: it divides by zero, and
--    is made again.
--
-- Rows that go from step to step are copied at each: what only one step needs, it takes from the
-- parameters by the arrival's place.
with clock as materialized (
  select cast(coalesce(cast(:now as bigint), floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) as now
),
input as materialized (
  select i.*, e.seq as known_seq
  from unnest(
    cast(:keys as bytea[]), cast(:lanes as bytea[]), cast(:ranks as bigint[]),
    cast(:routes as bigint[]), cast(:intents as text[]), cast(:actors as text[]),
    cast(:details as text[])
  ) with ordinality as i (key, lane, rank, route, intent, actor, detail, n)
  left join ${prefix}event e on e.key = any(array[i.key])
),
serial as materialized (
  -- The transaction's number first: see the scan of the ledger (LG-3).
  select 4096 * case when pg_current_xact_id() is not null
    then nextval('${prefix}serial') end as base
  where exists (select from input i where i.known_seq is null)
),
lane_of_batch as materialized (
  select i.lane as digest, min(i.n) as first, count(*) as newcomers,
    min(i.n) filter (where i.intent = 'CLAIM') as first_claim
  from input i
  where i.known_seq is null and i.lane is not null and i.intent <> 'IGNORE'
  group by i.lane
),
lane as (
  insert into ${prefix}lane as l (digest, number, open)
  select b.digest, s.base + 4 * b.first + 2, b.newcomers
  from lane_of_batch b cross join serial s
  order by b.digest
  on conflict (digest) do update set open = l.open + excluded.open
  returning l.digest, l.number, l.open
),
standing as materialized (
  select l.digest, l.number, l.open = b.newcomers as was_idle,
    case when l.open = b.newcomers and b.first_claim = b.first then b.first end as granted
  from lane l join lane_of_batch b on b.digest = l.digest
),
claims as materialized (
  -- After all lanes are held: whoever was claimed in them before has a smaller token (ES-12).
  select 4096 * nextval('${prefix}serial') as base
  where 0 < (select count(l.granted) from standing l)
),
placed as materialized (
  select
    i.n, i.key, i.lane, i.rank, i.route, i.intent, i.actor, i.detail, t.now,
    s.base + 4 * i.n as seq,
    case when i.intent = 'CLAIM' and i.lane is null then s.base + 4 * i.n + 1
      when l.granted = i.n then c.base + 4 * i.n + 3
      else 0 end as token,
    l.number as lane_number,
    l.was_idle
  from input i
  cross join serial s
  cross join clock t
  left join standing l on l.digest = i.lane and i.intent <> 'IGNORE'
  left join claims c on true
  where i.known_seq is null
),
fresh as (
  insert into ${prefix}event (
    settled_at, due_at, token, settled_token, window_start, window_token, position, attempts,
    entries, state, settled_as, completion, failure, generation, reopenings, in_doubt, holds_lane,
    payload_kept, problem_kind, problem_detail, intervention_id, seq, received_at, rank, first_token,
    first_ignored, key, payload_sha256, delivery_id, lane, source, consumer, scope, event_id, type,
    lane_text)
  select
    case when p.intent = 'IGNORE' then p.now end, p.now, p.token, 0,
    case when p.token > 0 then p.now end, p.token,
    p.seq, (p.token > 0)::int, 1 + (p.token > 0)::int,
    case when p.intent = 'IGNORE' then 'COMPLETE' when p.token > 0 then 'PROCESSING'
      else 'PENDING' end::${prefix}state,
    'NONE', case when p.intent = 'IGNORE' then 'IGNORED'::${prefix}completion end, null,
    1, 0, false, p.token > 0 and p.lane is not null, true, 'none', '', null,
    p.seq, p.now, p.rank, p.token, p.intent = 'IGNORE',
    p.key, (cast(:digests as bytea[]))[p.n], (cast(:deliveries as bytea[]))[p.n], p.lane,
    (cast(:sources as text[]))[p.n], (cast(:consumers as text[]))[p.n],
    (cast(:scopes as text[]))[p.n], (cast(:event_ids as text[]))[p.n],
    (cast(:types as text[]))[p.n], (cast(:lane_texts as text[]))[p.n]
  from placed p
  order by p.key
  on conflict (key) do nothing
  returning seq
),
admitted as materialized (
  select p.* from placed p join fresh f on f.seq = p.seq
),
payload as (
  insert into ${prefix}payload (event, content_type, attributes, body)
  select a.seq, (cast(:content_types as text[]))[a.n], (cast(:attributes as bytea[]))[a.n],
    (cast(:bodies as bytea[]))[a.n]
  from admitted a
),
claim as (
  insert into ${prefix}claim (token, seq, lease_end, started_at, claim_id, owner, lane)
  select a.token, a.seq, a.now + (cast(:leases as bigint[]))[a.n], a.now,
    (cast(:claim_ids as bytea[]))[a.n], a.actor, a.lane
  from admitted a where a.token > 0
),
waiting as (
  insert into ${prefix}waiting (lane, rank, position, seq)
  select a.lane_number, a.rank, a.seq, a.seq from admitted a
  where a.lane_number is not null and a.token = 0
),
due as (
  insert into ${prefix}due (route, due_at, id, seq, lane, ended)
  select a.route, a.now, a.seq, a.seq, null, false from admitted a
  where a.lane is null and a.token = 0 and a.intent <> 'IGNORE'
  union all
  select min(a.route), min(a.now), a.lane_number, null, a.lane, false from admitted a
  where a.was_idle
  group by a.lane, a.lane_number
  having max(a.token) = 0
),
ledger as (
  insert into ${prefix}ledger (
    position, event, at, token, count, number, generation, attempt, kind, actor, detail)
  select x.position, a.seq, a.now, x.token, 1, x.number, 1, x.attempt, x.kind, a.actor, x.detail
  from admitted a
  cross join lateral (values
    (a.seq, 0::bigint, 1, 0, case when a.intent = 'IGNORE' then 'IGNORED' else 'RECEIVED' end,
      a.detail),
    (a.token, a.token, 2, 1, 'STARTED', '')
  ) as x (position, token, number, attempt, kind, detail)
  where x.position > 0
)
select
  i.n as place,
  a.seq as new_seq,
  case when a.token > 0 then a.token end as new_token,
  a.now as new_now,
  1 / case when i.known_seq is null and i.lane is not null and i.intent <> 'IGNORE' and a.seq is null
    then 0 else 1 end as no_twin,
  e.*, substring(e.key from 9) as digest, c.owner, c.claim_id, c.lease_end,
  r.status as response_status, r.content_type as response_type,
  r.body as response_body, r.body_sha256 as response_sha256
from input i
left join admitted a on a.n = i.n
left join ${prefix}event e on e.seq = any(array[i.known_seq])
left join ${prefix}claim c on c.token = any(array[e.token]) and e.state = 'PROCESSING'
left join ${prefix}response r on r.event = any(array[e.seq])
