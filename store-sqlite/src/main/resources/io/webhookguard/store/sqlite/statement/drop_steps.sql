-- Steps go with a replay (ST-4) and with the payload (ES-52).
delete from ${prefix}step where event = :seq
