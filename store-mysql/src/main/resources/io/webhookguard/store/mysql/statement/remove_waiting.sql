-- Events that no longer wait for their lane.
delete q from json_table(:rows, '$[*]' columns (
  lane bigint path '$.lane',
  rnk bigint path '$.rank',
  position bigint path '$.position')) w
straight_join ${prefix}waiting q force index (primary)
  on q.lane = w.lane and q.`rank` = w.rnk and q.position = w.position
