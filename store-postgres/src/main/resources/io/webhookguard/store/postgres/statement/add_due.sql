-- Makes an event due, or (without an event) a lane that nobody holds.
insert into ${prefix}due (route, due_at, id, seq, lane, ended)
values (:route, :due_at, :id, :seq, :lane, false)
