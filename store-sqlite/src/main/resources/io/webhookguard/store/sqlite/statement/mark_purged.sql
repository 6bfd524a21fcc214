-- Makes an event a tombstone (ES-52).
update ${prefix}event set payload_kept = 0, entries = entries + 1
where seq = :seq and payload_kept = 1
