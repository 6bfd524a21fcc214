-- Entries after a position (LG-3). One writer at a time gives out positions and commits them in that
-- order, so that nothing can appear below what is seen.
select * from ${prefix}ledger where position > :after order by position limit :limit
