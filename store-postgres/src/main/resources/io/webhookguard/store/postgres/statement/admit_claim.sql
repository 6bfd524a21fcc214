-- One arrival without a lane that is to run at once: what the statement for batches does, with nothing in
-- it for lanes, for other intents and for many rows. What a small statement costs is the size of its
-- plan; and with more than 16 tables and indexes its locks would go through the server's shared table.
with known as materialized (
  select e.seq from ${prefix}event e where e.key = :key
),
serial as materialized (
  -- The transaction's number first: see the scan of the ledger (LG-3).
  select
    4096 * case when pg_current_xact_id() is not null
      then nextval('${prefix}serial') end + 4 as seq,
    cast(coalesce(cast(:now as bigint), floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) as now
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
    null, s.now, s.seq + 1, 0, s.now, s.seq + 1, s.seq, 1,
    2, 'PROCESSING', 'NONE', null, null, 1, 0, false, false,
    true, 'none', '', null, s.seq, s.now, :rank, s.seq + 1,
    false, :key, :digest, :delivery, null, :source, :consumer, :scope, :event_id, :type, ''
  from serial s
  on conflict (key) do nothing
  returning seq, token, received_at as now
),
payload as (
  insert into ${prefix}payload (event, content_type, attributes, body)
  select f.seq, :content_type, :attributes, :body from fresh f
),
claim as (
  insert into ${prefix}claim (token, seq, lease_end, started_at, claim_id, owner, lane)
  select f.token, f.seq, f.now + :lease, f.now, :claim_id, :actor, null from fresh f
),
ledger as (
  insert into ${prefix}ledger (
    position, event, at, token, count, number, generation, attempt, kind, actor, detail)
  select x.position, f.seq, f.now, x.token, 1, x.number, 1, x.attempt, x.kind, :actor, x.detail
  from fresh f
  cross join lateral (values
    (f.seq, 0::bigint, 1, 0, 'RECEIVED', cast(:detail as text)),
    (f.token, f.token, 2, 1, 'STARTED', '')
  ) as x (position, token, number, attempt, kind, detail)
)
select
  1 as place,
  f.seq as new_seq,
  f.token as new_token,
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
