-- A lease by name (LK-1, LK-2): the insert wins a name that was never held, the update one that is free.
-- No row comes back when the name is held.
insert into ${prefix}lock (name, holder, token, ends_at, released)
values (:name, :holder, 1, :ends_at, 0)
on conflict (name) do update set
  holder = excluded.holder, token = token + 1, ends_at = excluded.ends_at, released = 0
where released = 1 or ends_at <= :now
returning token, ends_at
