-- A batch of arrivals without lanes that are to run at once: what the statement for any batch does, with
-- nothing in it for lanes and other intents. Comes back: a row for each that is new or known. None for
-- an arrival whose twin was admitted meanwhile: it is asked again.
with input as materialized (
  select i.*, e.seq as known_seq
  from unnest(
    cast(:keys as bytea[]), cast(:digests as bytea[]), cast(:deliveries as bytea[]),
    cast(:sources as text[]), cast(:consumers as text[]), cast(:scopes as text[]),
    cast(:event_ids as text[]), cast(:types as text[]), cast(:ranks as bigint[])
  ) with ordinality as i (
    key, payload_sha256, delivery_id, source, consumer, scope, event_id, type, rank, n)
  left join ${prefix}event e on e.key = any(array[i.key])
),
serial as materialized (
  -- The transaction's number first: see the scan of the ledger (LG-3).
  select
    4096 * case when pg_current_xact_id() is not null
      then nextval('${prefix}serial') end as base,
    cast(coalesce(cast(:now as bigint), floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) as now
  where exists (select from input i where i.known_seq is null)
),
placed as (
  select i.*, s.base + 4 * i.n as seq, s.base + 4 * i.n + 1 as token, s.now
  from input i cross join serial s
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
    null, p.now, p.token, 0, p.now, p.token, p.seq, 1,
    2, 'PROCESSING', 'NONE', null, null, 1, 0, false, false,
    true, 'none', '', null, p.seq, p.now, p.rank, p.token,
    false, p.key, p.payload_sha256, p.delivery_id, null, p.source, p.consumer, p.scope, p.event_id,
    p.type, ''
  from placed p
  order by p.key
  on conflict (key) do nothing
  -- The place in the batch is what the number was made from.
  returning seq, token, received_at as now, cast(seq % 4096 / 4 as integer) as n
),
payload as (
  insert into ${prefix}payload (event, content_type, attributes, body)
  select f.seq, (cast(:content_types as text[]))[f.n], (cast(:attributes as bytea[]))[f.n],
    (cast(:bodies as bytea[]))[f.n]
  from fresh f
),
claim as (
  insert into ${prefix}claim (token, seq, lease_end, started_at, claim_id, owner, lane)
  select f.token, f.seq, f.now + (cast(:leases as bigint[]))[f.n], f.now,
    (cast(:claim_ids as bytea[]))[f.n], (cast(:actors as text[]))[f.n], null
  from fresh f
),
ledger as (
  insert into ${prefix}ledger (
    position, event, at, token, count, number, generation, attempt, kind, actor, detail)
  select x.position, f.seq, f.now, x.token, 1, x.number, 1, x.attempt, x.kind,
    (cast(:actors as text[]))[f.n], x.detail
  from fresh f
  cross join lateral (values
    (f.seq, 0::bigint, 1, 0, 'RECEIVED', (cast(:details as text[]))[f.n]),
    (f.token, f.token, 2, 1, 'STARTED', '')
  ) as x (position, token, number, attempt, kind, detail)
)
select
  a.place, a.new_seq, a.new_token, a.new_now,
  e.*, substring(e.key from 9) as digest, c.owner, c.claim_id, c.lease_end,
  r.status as response_status, r.content_type as response_type,
  r.body as response_body, r.body_sha256 as response_sha256
from (
  select f.n, f.seq, f.token, f.now, null::bigint from fresh f
  union all
  select i.n, null, null, null, i.known_seq from input i where i.known_seq is not null
) as a (place, new_seq, new_token, new_now, known_seq)
left join ${prefix}event e on e.seq = any(array[a.known_seq])
left join ${prefix}claim c on c.token = any(array[e.token]) and e.state = 'PROCESSING'
left join ${prefix}response r on r.event = any(array[e.seq])
