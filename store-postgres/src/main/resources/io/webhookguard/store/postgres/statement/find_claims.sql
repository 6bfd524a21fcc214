-- The claims of one call that are still current, in the order of granting (ES-13). It is asked after a
-- lost reply alone, and few claims are current at any time: no index serves it.
select e.*, substring(e.key from 9) as digest, c.owner, c.claim_id, c.lease_end, c.started_at,
  p.content_type, p.body, p.attributes
from ${prefix}claim c
join ${prefix}event e on e.seq = any(array[c.seq])
join ${prefix}payload p on p.event = any(array[e.seq])
where c.claim_id = :claim_id
order by c.token
