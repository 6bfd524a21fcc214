-- The current lease of a holder, which gets it again unchanged (LK-4).
select token, ends_at from ${prefix}lock
where name = :name and holder = :holder and released = 0 and ends_at > :now
