-- The time of a whole transaction (ES-33): the given one in tests, else the server's own clock in UTC.
select coalesce(:now, timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000) as now
