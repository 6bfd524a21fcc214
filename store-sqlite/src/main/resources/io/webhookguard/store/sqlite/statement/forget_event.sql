-- Removes a tombstone; what is left of its response goes with it. Its ledger entries stay (ES-53).
delete from ${prefix}event where seq = :seq and payload_kept = 0
