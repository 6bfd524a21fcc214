-- Lanes without events.
delete from ${prefix}lane where open = 0 limit :limit
