-- One arrival without a lane that waits to be claimed, or is ignored: what the statement for batches does,
-- with nothing in it for lanes, for claims and for many rows. What a small statement costs is the size
-- of its plan.
with known as materialized (
  select e.seq from ${prefix}event e where e.key = :key
),
serial as materialized (
  -- The transaction's number first: see the scan of the ledger (LG-3).
  select
    4096 * case when pg_current_xact_id() is not null
      then nextval('${prefix}serial') end + 4 as seq,
    cast(coalesce(cast(:now as bigint), floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) as now,
    :intent = 'IGNORE' as ignored
  where not exists (select from known)
),
fresh as (
  insert into ${prefix}event (
    settled_at, due_at, token, settled_token, window_start, window_token, position, attempts,
    entries, state, settled_as, completion, failure, generation, reopenings, in_doubt, holds_lane,
    payload_kept, problem_kind, problem_detail, intervention_id, seq, received_at, rank, first_token,
    first_ignored, key, payload_sha256, delivery_id, lane, source, consumer, scope, event_id, type,
    lane_text)
  select
    case when s.ignored then s.now end, s.now, 0, 0, null, 0, s.seq, 0,
    1, case when s.ignored then 'COMPLETE' else 'PENDING' end::${prefix}state,
    'NONE', case when s.ignored then 'IGNORED' end::${prefix}completion, null, 1, 0, false, false,
    true, 'none', '', null, s.seq, s.now, :rank, 0,
    s.ignored, :key, :digest, :delivery, null, :source, :consumer, :scope, :event_id, :type, ''
  from serial s
  on conflict (key) do nothing
  returning seq, received_at as now, first_ignored as ignored
),
payload as (
  insert into ${prefix}payload (event, content_type, attributes, body)
  select f.seq, :content_type, :attributes, :body from fresh f
),
due as (
  insert into ${prefix}due (route, due_at, id, seq, lane, ended)
  select :route, f.now, f.seq, f.seq, null, false from fresh f where not f.ignored
),
ledger as (
  insert into ${prefix}ledger (
    position, event, at, token, count, number, generation, attempt, kind, actor, detail)
  select f.seq, f.seq, f.now, 0, 1, 1, 1, 0,
    case when f.ignored then 'IGNORED' else 'RECEIVED' end, :actor, :detail
  from fresh f
)
select
  1 as place,
  f.seq as new_seq,
  null::bigint as new_token,
  f.now as new_now,
  e.*, substring(e.key from 9) as digest, c.owner, c.claim_id, c.lease_end,
  r.status as response_status, r.content_type as response_type,
  r.body as response_body, r.body_sha256 as response_sha256
from (values (1)) as one (row)
left join fresh f on true
left join known k on true
left join ${prefix}event e on e.seq = any(array[k.seq])
left join ${prefix}claim c on c.token = any(array[e.token]) and e.state = 'PROCESSING'
left join ${prefix}response r on r.event = any(array[e.seq])
