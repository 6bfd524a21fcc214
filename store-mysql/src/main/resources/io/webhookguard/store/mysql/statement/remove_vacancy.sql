-- Nobody waits in the lane any more.
delete from ${prefix}due where lane = :lane
