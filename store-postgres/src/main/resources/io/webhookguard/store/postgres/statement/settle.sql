-- A batch of endings in one statement (ES-20 to ES-29). Comes back: one row for each, with whether it
-- took effect, and if not, how its event stands.
--
-- Only a claim under exactly this token is taken, and only if nobody holds its row: what a user's open
-- transaction holds is skipped (ES-28). A lane that is let go is counted down and, if events wait in
-- it, made due. In a user's transaction no row of the lane table is touched, because admissions need
-- it: the lane is left for the next claim to count down.
with clock as materialized (
  select cast(coalesce(cast(:now as bigint), floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) as now
),
input as materialized (
  select * from unnest(
    cast(:keys as bytea[]), cast(:tokens as bigint[]), cast(:endings as text[]),
    cast(:afters as bigint[]), cast(:marks as text[]), cast(:failures as text[]),
    cast(:blocks as boolean[]), cast(:problem_kinds as text[]), cast(:problem_details as text[]),
    cast(:routes as bigint[]), cast(:kinds as text[]), cast(:details as text[]),
    cast(:statuses as integer[]), cast(:content_types as text[]), cast(:bodies as bytea[]),
    cast(:body_digests as bytea[])
  ) with ordinality as i (
    key, token, ending, after, mark, failure, blocks, problem_kind, problem_detail, route, kind,
    detail, status, content_type, body, body_sha256, n)
),
held as materialized (
  select i.*, c.seq, c.owner, c.lane,
    c.lane is not null and (i.ending = 'COMPLETE' or (i.ending = 'FAIL' and not i.blocks)) as leaves
  from input i
  join ${prefix}claim c on c.token = any(array[i.token])
  join ${prefix}event e on e.seq = any(array[c.seq]) and e.key = any(array[i.key])
  order by i.token
  for update of c skip locked
),
left_lane as (
  update ${prefix}lane l set open = l.open - 1
  from (select h.lane from held h where h.leaves and not cast(:shared as boolean) order by h.lane) h
  where l.digest = any(array[h.lane])
  returning l.digest, l.number, l.open
),
ended as (
  update ${prefix}event e set
    state = case h.ending when 'COMPLETE' then 'COMPLETE' when 'FAIL' then 'FAILED'
      else 'PENDING' end::${prefix}state,
    settled_as = h.ending::${prefix}ending,
    settled_token = h.token,
    settled_at = case when h.ending in ('COMPLETE', 'FAIL') then h.now else e.settled_at end,
    due_at = case when h.ending in ('COMPLETE', 'FAIL') then e.due_at else h.now + h.after end,
    completion = case when h.ending = 'COMPLETE' then 'HANDLED' else e.completion end,
    failure = case when h.ending = 'FAIL' then h.failure::${prefix}failure else e.failure end,
    holds_lane = h.lane is not null and not h.leaves,
    in_doubt = case h.mark when 'CLEAR' then false when 'SET' then true else e.in_doubt end,
    problem_kind = h.problem_kind,
    problem_detail = h.problem_detail,
    attempts = case when h.ending = 'RELEASE' then greatest(e.attempts - 1, 0) else e.attempts end,
    window_start = case when h.ending = 'RELEASE' and e.window_token = h.token then null
      else e.window_start end,
    window_token = case when h.ending = 'RELEASE' and e.window_token = h.token then 0
      else e.window_token end,
    entries = e.entries + 1
  from (
    select h.*, t.now, l.open from held h cross join clock t
    left join left_lane l on l.digest = h.lane and h.leaves
    order by h.seq) h
  where e.seq = any(array[h.seq])
  returning h.n, h.now, e.seq, e.entries, e.generation,
    case when h.ending = 'RELEASE' then e.attempts + 1 else e.attempts end as attempt
),
serial as materialized (
  -- After all rows are held: an event's entries have their positions in the order of their numbers.
  select 4096 * case when pg_current_xact_id() is not null
    then nextval('${prefix}serial') end as base
  where 0 < (select count(*) from ended)
),
given_back as (
  delete from ${prefix}claim c using held h where c.token = any(array[h.token])
),
due as (
  insert into ${prefix}due (route, due_at, id, seq, lane, ended)
  select h.route, e.now + h.after, h.seq, h.seq, null, false
  from held h join ended e on e.n = h.n
  where h.ending in ('RETRY', 'DOUBT', 'RELEASE')
  union all
  select h.route, e.now, l.number, null, h.lane, false
  from held h join ended e on e.n = h.n join left_lane l on l.digest = h.lane
  where h.leaves and l.open > 0
  union all
  select h.route, e.now, h.seq, null, h.lane, true
  from held h join ended e on e.n = h.n
  where h.leaves and cast(:shared as boolean)
),
dead_letter as (
  insert into ${prefix}dead_letter (seq) select h.seq from held h where h.ending = 'FAIL'
),
response as (
  insert into ${prefix}response (event, status, content_type, body, body_sha256)
  select h.seq, h.status, h.content_type, h.body, h.body_sha256
  from held h where h.status is not null
),
ledger as (
  insert into ${prefix}ledger (
    position, event, at, token, count, number, generation, attempt, kind, actor, detail)
  select s.base + h.n, h.seq, e.now, h.token, 1, e.entries, e.generation, e.attempt,
    h.kind, h.owner, h.detail
  from held h join ended e on e.n = h.n cross join serial s
)
select
  i.n as place,
  h.n is not null as settled,
  e.token as newest_token,
  e.settled_token,
  e.settled_as,
  c.token is not null as held_elsewhere
from input i
left join held h on h.n = i.n
left join ${prefix}event e on e.key = any(array[i.key]) and h.n is null
left join ${prefix}claim c on c.token = any(array[i.token]) and c.seq = any(array[e.seq])
order by i.n
