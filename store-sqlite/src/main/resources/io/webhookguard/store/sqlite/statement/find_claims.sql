-- The claims of one call that are still current, in the order of granting (ES-13).
select e.*, p.content_type, p.body, p.attributes
from ${prefix}event e indexed by ${prefix}event_claim
join ${prefix}payload p on p.event = e.seq
where e.claim_id = :claim_id and e.state = 'PROCESSING'
order by e.token
