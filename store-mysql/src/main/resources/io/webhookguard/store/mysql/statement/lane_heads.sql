-- Who is next in lanes that nobody holds (LN-2, LN-10).
select q.lane, q.`rank`, q.position, q.seq
from json_table(:lanes, '$[*]' columns (lane bigint path '$.lane')) w
straight_join ${prefix}waiting q on q.lane = w.lane
where (q.`rank`, q.position) = (
  select h.`rank`, h.position from ${prefix}waiting h
  where h.lane = w.lane order by h.`rank`, h.position limit 1)
