-- Removes tombstones of events that were settled longer ago than an age; their keys are kept for their
-- ledger entries (ES-53). Looks at the next events in the order of admission, as for payloads.
with bound as materialized (
  select t.now, greatest(0, t.now - :age) as before
  from (
    select cast(coalesce(cast(:now as bigint),
      floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) as now) t
),
looked as materialized (
  select e.seq from ${prefix}event e where e.seq > :after order by e.seq limit :look
),
old as materialized (
  select e.seq, e.key, e.source, e.consumer, e.scope, e.event_id
  from looked l join ${prefix}event e on e.seq = any(array[l.seq])
  where (e.state = 'COMPLETE' or (e.state = 'FAILED' and e.failure = 'CANCELLED'))
    and not e.payload_kept and e.settled_at < (select before from bound)
  order by e.seq limit :limit
  for update of e skip locked
),
forgotten as (
  insert into ${prefix}forgotten (event, key, source, consumer, scope, event_id)
  select seq, key, source, consumer, scope, event_id from old
),
event as (
  delete from ${prefix}event e using old o where e.seq = any(array[o.seq])
),
response as (
  delete from ${prefix}response r using old o where r.event = any(array[o.seq])
),
dead_letter as (
  delete from ${prefix}dead_letter d using old o where d.seq = any(array[o.seq])
)
select
  (select count(*) from old) as removed,
  coalesce((select max(seq) from looked), 0) as looked_to,
  (select count(*) from looked l join ${prefix}event e on e.seq = any(array[l.seq])
    where e.received_at < (select before from bound)) as old_enough
