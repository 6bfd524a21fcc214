-- Counts events into their lanes, in order of digest; a lane that is new begins with them. From here
-- on nobody else counts in these lanes until the commit.
insert into ${prefix}lane (digest, number, open)
select unhex(w.digest), w.number, w.events
from json_table(:lanes, '$[*]' columns (
  digest varchar(64) path '$.digest',
  number bigint path '$.number',
  events int path '$.events')) w
where true
on duplicate key update open = ${prefix}lane.open + w.events
