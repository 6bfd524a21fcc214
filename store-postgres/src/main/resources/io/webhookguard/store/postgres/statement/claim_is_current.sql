-- Whether a claim is current, without holding anything.
select exists (
  select from ${prefix}claim c join ${prefix}event e on e.seq = any(array[c.seq])
  where c.token = :token and e.key = :key) as current
