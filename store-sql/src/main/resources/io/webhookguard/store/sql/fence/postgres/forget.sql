-- A row that somebody holds is young: it stays.
delete from ${prefix}inbox
 where (event_key, step) in (
   select event_key, step from ${prefix}inbox
    where entered_at < cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint) - :age
    order by entered_at limit :most
    for update skip locked)
