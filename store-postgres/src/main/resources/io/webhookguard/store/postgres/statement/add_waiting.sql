-- An event waits in its lane again.
insert into ${prefix}waiting (lane, rank, position, seq) values (:number, :rank, :position, :seq)
