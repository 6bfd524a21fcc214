-- The first lease of a name (LK-2).
insert into ${prefix}lock (name, holder, token, ends_at, released)
values (:name, :holder, 1, :ends_at, 0)
