-- Removes lanes without events, a few at a time, going round through all of them.
with looked as materialized (
  select digest from ${prefix}lane where digest > :after order by digest limit :look
),
idle as materialized (
  select l.digest from looked k join ${prefix}lane l on l.digest = any(array[k.digest])
  where l.open = 0 order by l.digest for update of l skip locked
),
gone as (
  delete from ${prefix}lane l using idle i where l.digest = any(array[i.digest])
)
select digest as looked_to from looked order by digest desc limit 1
