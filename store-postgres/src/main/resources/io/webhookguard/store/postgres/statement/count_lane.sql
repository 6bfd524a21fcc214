-- Counts a lane's events up or down; its row is held.
update ${prefix}lane set open = open + :by where digest = :lane
