-- A waiting head makes way for an event of lower rank; one that holds the lane does not (LN-10).
update ${prefix}event set head = 0
where lane = :lane and head = 1 and lane is not null
  and state = 'PENDING' and holds_lane = 0 and rank > :rank
