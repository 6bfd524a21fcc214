-- A current claim, to be ended in a user's transaction or to record under: waits for who holds it.
select c.token, c.seq, c.lease_end, c.claim_id, c.owner, c.lane,
  (select e.`key` from ${prefix}event e where e.seq = c.seq) as `key`
from ${prefix}claim c where c.token = :token
for update
