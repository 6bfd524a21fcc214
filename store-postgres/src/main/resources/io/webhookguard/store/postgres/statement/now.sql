-- The time of an intervention (ES-33): the given one in tests, else the server's.
select cast(coalesce(cast(:now as bigint), floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) as now
