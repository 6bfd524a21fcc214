-- Removes the payload and the attributes of an event (ES-48).
delete from ${prefix}payload where event = :seq
