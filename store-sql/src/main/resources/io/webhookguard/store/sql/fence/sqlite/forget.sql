-- The oldest first, so that it ends where the young ones begin.
delete from ${prefix}inbox
 where rowid in (
   select rowid from ${prefix}inbox
    where entered_at < cast(round(unixepoch('subsec') * 1000) as integer) - :age
    order by entered_at limit :most)
