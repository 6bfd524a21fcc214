-- The good end of one attempt on an event without a lane: what the statement for batches does, with
-- nothing in it for lanes, for other endings and for many rows. What a small statement costs is the
-- size of its plan.
with held as materialized (
  select c.token, c.seq, c.owner,
    cast(coalesce(cast(:now as bigint), floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) as now
  from ${prefix}claim c where c.token = :token and c.lane is null for update skip locked
),
ended as (
  update ${prefix}event e set
    state = 'COMPLETE',
    settled_as = 'COMPLETE',
    settled_token = h.token,
    settled_at = h.now,
    completion = 'HANDLED',
    holds_lane = false,
    in_doubt = false,
    problem_kind = 'none',
    problem_detail = '',
    entries = e.entries + 1
  from held h
  where e.seq = any(array[h.seq]) and e.key = :key
  returning e.seq, e.entries, e.generation, e.attempts, h.token, h.owner, h.now
),
given_back as (
  delete from ${prefix}claim c using ended e where c.token = any(array[e.token])
),
response as (
  insert into ${prefix}response (event, status, content_type, body, body_sha256)
  select e.seq, :status, :content_type, :body, :body_sha256 from ended e
  where cast(:keeps_response as boolean)
),
ledger as (
  -- After the row is held: an event's entries have their positions in the order of their numbers.
  insert into ${prefix}ledger (
    position, event, at, token, count, number, generation, attempt, kind, actor, detail)
  select
    4096 * case when pg_current_xact_id() is not null then nextval('${prefix}serial') end + 1,
    e.seq, e.now, e.token, 1, e.entries, e.generation, e.attempts, 'COMPLETED', e.owner, :detail
  from ended e
)
select
  1 as place,
  h.token is not null as settled,
  e.token as newest_token,
  e.settled_token,
  e.settled_as,
  c.token is not null as held_elsewhere
from (values (1)) as one (row)
left join ended h on true
left join ${prefix}event e on e.key = any(array[cast(:key as bytea)]) and h.token is null
left join ${prefix}claim c on c.token = any(array[cast(:token as bigint)]) and c.seq = any(array[e.seq])
