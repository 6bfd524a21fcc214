-- Makes tombstones of events that were settled longer ago than an age (ES-52). Looks at the next events that
-- have a payload, in the order of admission, and leaves alone what somebody holds. Says how far it
-- looked, how many it emptied, and how many it saw that were admitted before that time.
with bound as materialized (
  select t.now, greatest(0, t.now - :age) as before
  from (
    select cast(coalesce(cast(:now as bigint),
      floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) as now) t
),
looked as materialized (
  select p.event as seq from ${prefix}payload p where p.event > :after order by p.event limit :look
),
old as materialized (
  select e.seq, row_number() over () as n
  from (
    select e.seq from looked l join ${prefix}event e on e.seq = any(array[l.seq])
    where (e.state = 'COMPLETE' or (e.state = 'FAILED' and e.failure = 'CANCELLED'))
      and e.settled_at < (select before from bound)
    order by e.seq limit :limit
    for update of e skip locked) e
),
serial as materialized (
  select 4096 * case when pg_current_xact_id() is not null
    then nextval('${prefix}serial') end as base
  where exists (select from old)
),
emptied as (
  update ${prefix}event e set payload_kept = false, entries = e.entries + 1
  from old o where e.seq = any(array[o.seq])
  returning o.n, e.seq, e.entries, e.generation
),
payload as (
  delete from ${prefix}payload p using old o where p.event = any(array[o.seq])
),
response as (
  update ${prefix}response r set body = null from old o where r.event = any(array[o.seq])
),
step as (
  delete from ${prefix}step s using old o where s.event = any(array[o.seq])
),
ledger as (
  insert into ${prefix}ledger (
    position, event, at, token, count, number, generation, attempt, kind, actor, detail)
  select s.base + e.n, e.seq, b.now, 0, 1, e.entries, e.generation, 0, 'PURGED', 'guard', ''
  from emptied e cross join serial s cross join bound b
)
select
  (select count(*) from old) as removed,
  coalesce((select max(seq) from looked), 0) as looked_to,
  (select count(*) from looked l join ${prefix}event e on e.seq = any(array[l.seq])
    where e.received_at < (select before from bound)) as old_enough
