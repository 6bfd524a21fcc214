-- A replay forgets what the last generation answered (ES-45).
delete from ${prefix}response where event = :seq
