-- A lease by name (LK-1, LK-2): the insert wins a name that was never held, the update one that is free.
-- The same holder gets its current lease again (LK-4). No row comes back when the name is held.
with clock as materialized (
  select cast(coalesce(cast(:now as bigint), floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) as now
),
taken as (
  insert into ${prefix}lock as l (name, holder, token, ends_at, released)
  select :name, :holder, 1, t.now + :lease, false from clock t
  on conflict (name) do update set
    holder = excluded.holder, token = l.token + 1, ends_at = excluded.ends_at, released = false
  where l.released or l.ends_at <= (select now from clock)
  returning l.token, l.ends_at
)
select token, ends_at from taken
union all
select l.token, l.ends_at from ${prefix}lock l cross join clock t
where l.name = :name and l.holder = :holder and not l.released and l.ends_at > t.now
  and not exists (select from taken)
