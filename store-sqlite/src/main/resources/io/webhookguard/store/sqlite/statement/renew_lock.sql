-- Only the newest lease is renewed, also when it had ended and nobody took the name (LK-3, LK-6).
update ${prefix}lock set ends_at = :ends_at
where name = :name and token = :token and released = 0
returning holder
