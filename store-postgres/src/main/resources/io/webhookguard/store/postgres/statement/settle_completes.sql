-- A batch of good ends of attempts on events without lanes: what the statement for any batch does, with
-- nothing in it for lanes and other endings.
with input as materialized (
  select * from unnest(cast(:keys as bytea[]), cast(:tokens as bigint[]))
    with ordinality as i (key, token, n)
),
held as materialized (
  select i.n, i.key, c.token, c.seq, c.owner,
    cast(coalesce(cast(:now as bigint), floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) as now
  from input i
  join ${prefix}claim c on c.token = any(array[i.token]) and c.lane is null
  order by i.token
  for update of c skip locked
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
  from (select * from held order by seq) h
  where e.seq = any(array[h.seq]) and e.key = any(array[h.key])
  returning h.n, h.now, h.token, h.owner, e.seq, e.entries, e.generation, e.attempts
),
serial as materialized (
  -- After all rows are held: an event's entries have their positions in the order of their numbers.
  select 4096 * case when pg_current_xact_id() is not null
    then nextval('${prefix}serial') end as base
  where 0 < (select count(*) from ended)
),
given_back as (
  delete from ${prefix}claim c using ended e where c.token = any(array[e.token])
),
response as (
  insert into ${prefix}response (event, status, content_type, body, body_sha256)
  select e.seq, (cast(:statuses as integer[]))[e.n], (cast(:content_types as text[]))[e.n],
    (cast(:bodies as bytea[]))[e.n], (cast(:body_digests as bytea[]))[e.n]
  from ended e where (cast(:statuses as integer[]))[e.n] is not null
),
ledger as (
  insert into ${prefix}ledger (
    position, event, at, token, count, number, generation, attempt, kind, actor, detail)
  select s.base + e.n, e.seq, e.now, e.token, 1, e.entries, e.generation, e.attempts,
    'COMPLETED', e.owner, (cast(:details as text[]))[e.n]
  from ended e cross join serial s
)
select
  i.n as place,
  not i.missed as settled,
  e.token as newest_token,
  e.settled_token,
  e.settled_as,
  c.token is not null as held_elsewhere
from (select i.*, i.n not in (select d.n from ended d) as missed from input i) i
left join ${prefix}event e on e.key = any(array[i.key]) and i.missed
left join ${prefix}claim c on c.token = any(array[i.token]) and c.seq = any(array[e.seq])
order by i.n
