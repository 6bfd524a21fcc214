-- Removes the payload and the attributes (ES-52).
delete from ${prefix}payload where event = :seq
