-- A batch of summaries and notes (LG-5, LG-10): numbered with their events' other entries, 0 for a source, dropped where
-- the event is not known. Comes back: the places of those whose event somebody holds; nothing was
-- written for them.
with clock as materialized (
  select cast(coalesce(cast(:now as bigint), floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) as now
),
input as materialized (
  select * from unnest(
    cast(:keys as bytea[]), cast(:sources as text[]), cast(:kinds as text[]),
    cast(:actors as text[]), cast(:tokens as bigint[]), cast(:counts as bigint[]),
    cast(:details as text[])
  ) with ordinality as i (key, source, kind, actor, token, count, detail, n)
),
held as materialized (
  select e.key, e.seq
  from (select distinct key from input where key is not null order by key) i
  join ${prefix}event e on e.key = any(array[i.key])
  order by i.key
  for update of e skip locked
),
noted as materialized (
  select i.*, h.seq, row_number() over (partition by i.key order by i.n) as nth,
    count(*) over (partition by i.key) as of_event
  from input i left join held h on h.key = i.key
  where h.seq is not null or i.source is not null
),
numbered as (
  update ${prefix}event e set entries = e.entries + n.of_event
  from (select seq, max(of_event) as of_event from noted where seq is not null
    group by seq order by seq) n
  where e.seq = any(array[n.seq])
  returning e.seq, e.entries, e.generation
),
serial as materialized (
  -- After all rows are held: an event's entries have their positions in the order of their numbers.
  select 4096 * case when pg_current_xact_id() is not null
    then nextval('${prefix}serial') end as base
  where 0 < (select count(*) from noted) and 0 <= (select count(*) from numbered)
),
ledger as (
  insert into ${prefix}ledger (
    position, event, at, token, count, number, generation, attempt, kind, actor, detail, source)
  select s.base + n.n, n.seq, t.now, n.token, n.count,
    case when n.seq is null then 0 else e.entries - n.of_event + n.nth end,
    coalesce(e.generation, 0), 0, n.kind, n.actor, n.detail, n.source
  from noted n left join numbered e on e.seq = n.seq cross join serial s cross join clock t
)
select i.n as place
from input i
cross join lateral (select from ${prefix}event e where e.key = i.key limit 1) e
where not exists (select from held h where h.key = i.key)
order by i.n
