-- Counts events out of their lanes, in order of digest.
update json_table(:lanes, '$[*]' columns (
  digest varchar(64) path '$.digest',
  events int path '$.events')) w
straight_join ${prefix}lane l force index (primary) on l.digest = unhex(w.digest)
set l.open = l.open - w.events
