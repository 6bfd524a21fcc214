-- Takes away what made an event due.
delete from ${prefix}due where route = :route and due_at = :due_at and id = :seq and seq = :seq
