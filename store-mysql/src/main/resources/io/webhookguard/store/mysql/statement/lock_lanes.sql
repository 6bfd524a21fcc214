-- The lanes as they are, in order of digest; nobody else counts in them until the commit.
select l.digest, l.number, l.open
from (select * from json_table(:lanes, '$[*]' columns (digest varchar(64) path '$.digest')) t) w
straight_join ${prefix}lane l force index (primary) on l.digest = unhex(w.digest)
for update
