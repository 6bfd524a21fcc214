-- An event does not wait in its lane any more.
delete from ${prefix}waiting where lane = :number and rank = :rank and position = :position
