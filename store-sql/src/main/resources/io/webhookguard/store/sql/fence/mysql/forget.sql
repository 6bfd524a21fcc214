-- The oldest first, so that it ends where the young ones begin.
delete from ${prefix}inbox
 where entered_at < timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000 - :age
 order by entered_at limit :most
