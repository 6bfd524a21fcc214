-- All entries of one event, oldest first, also after its tombstone went (LG-4). A key that was admitted
-- again after that has had several rows.
select * from ${prefix}ledger
where event in (
  select seq from ${prefix}event where digest = :key
  union all
  select event from ${prefix}forgotten where digest = :key)
order by position
