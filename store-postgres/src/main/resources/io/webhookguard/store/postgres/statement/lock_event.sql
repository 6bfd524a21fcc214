-- Holds an event's row until this transaction ends.
select seq from ${prefix}event where key = :key for update
