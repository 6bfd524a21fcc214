-- The newest lease of a name as it is after a change; its row is locked.
update ${prefix}lock set holder = :holder, token = :token, ends_at = :ends_at, released = :released
where name = :name
