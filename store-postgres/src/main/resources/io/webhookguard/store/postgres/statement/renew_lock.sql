-- Only the newest lease is renewed, also when it had ended and nobody took the name (LK-3, LK-6).
update ${prefix}lock set ends_at = cast(coalesce(cast(:now as bigint),
    floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) + :lease
where name = :name and token = :token and not released
returning holder, ends_at
