-- The time of a whole transaction (ES-33): the given one in tests, else the database's own clock.
-- Rounded, because the fraction of a second comes as a floating-point number.
select coalesce(:now, cast(round(unixepoch('subsec') * 1000) as integer)) as now
