-- It is FAILED no more.
delete from ${prefix}dead_letter where seq = :seq
