-- A replay forgets the steps of the last generation (ES-45).
delete from ${prefix}step where event = :seq
