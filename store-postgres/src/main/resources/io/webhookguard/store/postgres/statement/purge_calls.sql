-- Removes ids of claim calls that nobody repeats any more: an hour old, and none of their claims current.
delete from ${prefix}claim_call k
where k.claim_id in (
    select claim_id from ${prefix}claim_call
    where at < cast(coalesce(cast(:now as bigint),
        floor(extract(epoch from statement_timestamp()) * 1000)) as bigint) - 3600000 limit :limit)
  and k.claim_id not in (select claim_id from ${prefix}claim)
