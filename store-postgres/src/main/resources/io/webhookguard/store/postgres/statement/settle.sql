-- A batch of endings in one statement (ES-20 to ES-29). Comes back: one row for each, with whether it
-- took effect, and if not, how its event stands.
--
-- Only a claim under exactly this token is taken, and only if nobody holds its row: what a user's open
-- transaction holds is skipped (ES-28). A lane that is let go is counted down and, if events wait in
-- it, made due. In a user's transaction no row of the lane table is touched, because admissions need
-- it: the lane is left for the next claim to count down.
with input as materialized (
  select * from unnest(
    cast(:keys as bytea[]), cast(:tokens as bigint[]), cast(:endings as text[]),
    cast(:afters as bigint[]), cast(:marks as text[]), cast(:failures as text[]),
    cast(:blocks as boolean[]), cast(:problem_kinds as text[]), cast(:problem_details as text[]),
    cast(:routes as bigint[])
  ) with ordinality as i (
    key, token, ending, after, mark, failure, blocks, problem_kind, problem_detail, route, n)
),
held as materialized (
  select i.*, c.seq, c.owner, c.lane,
    c.lane is not null and (i.ending = 'COMPLETE' or (i.ending = 'FAIL' and not i.blocks)) as leaves,
    cast(coalesce(cast(:now as bigint), floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) as now
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
    -- The lanes first: whoever holds a lane's row does not wait for an event's.
    select h.*, l.number as lane_number, l.open as lane_open
    from held h left join left_lane l on l.digest = h.lane and h.leaves
    order by h.seq) h
  where e.seq = any(array[h.seq])
  returning h.n, h.now, h.token, h.ending, h.after, h.route, h.owner, h.lane, h.leaves,
    h.lane_number, h.lane_open, e.seq, e.entries, e.generation,
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
  select e.route, x.due_at, x.id, x.seq, x.lane, x.ended
  from ended e
  cross join lateral (values
    (e.ending in ('RETRY', 'DOUBT', 'RELEASE'), e.now + e.after, e.seq, e.seq, null::bytea, false),
    (e.leaves and e.lane_open > 0, e.now, e.lane_number, null::bigint, e.lane, false),
    (e.leaves and cast(:shared as boolean), e.now, e.seq, null::bigint, e.lane, true)
  ) as x (is_due, due_at, id, seq, lane, ended)
  where x.is_due
),
dead_letter as (
  insert into ${prefix}dead_letter (seq) select e.seq from ended e where e.ending = 'FAIL'
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
  select s.base + e.n, e.seq, e.now, e.token, 1, e.entries, e.generation, e.attempt,
    (cast(:kinds as text[]))[e.n], e.owner, (cast(:details as text[]))[e.n]
  from ended e cross join serial s
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
