-- Claims of some routes whose lease ended at or before now, the longest ended first (ES-31). Looked up
-- without a lock, because a lock on a claim that goes on would show in its renewal.
select c.token
from ${prefix}claim c
straight_join ${prefix}event e on e.seq = c.seq
where c.lease_end <= :now
  and (e.source, e.consumer) in (
    select cast(w.source as char(64)) collate utf8mb4_bin, cast(w.consumer as char(64)) collate utf8mb4_bin
    from json_table(:routes, '$[*]' columns (
      source varchar(64) path '$.source',
      consumer varchar(64) path '$.consumer')) w)
order by c.lease_end, c.token limit :limit
