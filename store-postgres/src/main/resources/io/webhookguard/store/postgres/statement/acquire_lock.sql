-- A lease by name (LK-1, LK-2): the insert wins a name that was never held, the update one that is free.
-- The same holder gets its current lease again, unchanged (LK-4): asked of the row as it is when it is
-- locked, because the call before may have been granted in this moment. No row comes back when another
-- holds the name.
with clock as materialized (
  select cast(coalesce(cast(:now as bigint), floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) as now
)
insert into ${prefix}lock as l (name, holder, token, ends_at, released)
select :name, :holder, 1, t.now + :lease, false from clock t
on conflict (name) do update set
  holder = excluded.holder,
  token = case when l.released or l.ends_at <= (select now from clock)
    then l.token + 1 else l.token end,
  ends_at = case when l.released or l.ends_at <= (select now from clock)
    then excluded.ends_at else l.ends_at end,
  released = false
where l.released or l.ends_at <= (select now from clock) or l.holder = excluded.holder
returning l.token, l.ends_at
