-- Keeps the number of a row that is about to go, so that its entries can still be found (LG-4).
insert into ${prefix}forgotten (event, digest)
select seq, digest from ${prefix}event where seq = :seq and payload_kept = 0
