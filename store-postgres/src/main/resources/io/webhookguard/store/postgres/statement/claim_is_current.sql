-- Whether a claim is current, without holding anything.
select exists (
  select from ${prefix}claim c join ${prefix}event e on e.seq = c.seq
  where c.token = :token and e.key = :key) as current
