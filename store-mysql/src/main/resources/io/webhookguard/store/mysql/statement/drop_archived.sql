-- Removes the oldest entries that are archived; a trigger refuses all others (SL-8).
delete from ${prefix}ledger where position <= :up_to order by position limit :limit
