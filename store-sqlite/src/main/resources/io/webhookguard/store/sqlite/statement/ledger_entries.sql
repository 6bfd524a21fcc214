-- All entries of one event, oldest first, also after its tombstone went (LG-4).
select * from ${prefix}ledger where digest = :digest order by position
