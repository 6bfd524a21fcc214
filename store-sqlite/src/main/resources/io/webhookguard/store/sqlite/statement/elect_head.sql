-- Makes the PENDING event with the lowest (rank, position) the head of a lane that has none (LN-2).
update ${prefix}event set head = 1
where seq = (
    select seq from ${prefix}event indexed by ${prefix}event_lane_waiting
    where lane = :lane and state = 'PENDING' and head = 0
    order by rank, position limit 1)
  and not exists (
    select 1 from ${prefix}event where lane = :lane and head = 1)
