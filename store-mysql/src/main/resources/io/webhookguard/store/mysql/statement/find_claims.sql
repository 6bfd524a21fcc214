-- The claims that one call granted and that are still current (ES-13).
select e.*, substr(e.`key`, 9) as digest,
  c.owner, c.claim_id, c.lease_end, c.started_at, p.content_type, p.body, p.attributes
from ${prefix}claim c
join ${prefix}event e on e.seq = c.seq
join ${prefix}payload p on p.event = c.seq
where c.claim_id = :claim_id
order by c.token
