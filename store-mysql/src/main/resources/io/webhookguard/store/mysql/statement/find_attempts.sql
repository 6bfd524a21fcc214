-- Claims by their tokens, with all that is needed to run them (ES-9).
select e.*, substr(e.`key`, 9) as digest,
  c.owner, c.claim_id, c.lease_end, c.started_at, p.content_type, p.body, p.attributes
from json_table(:tokens, '$[*]' columns (token bigint path '$.token')) w
straight_join ${prefix}claim c on c.token = w.token
straight_join ${prefix}event e on e.seq = c.seq
straight_join ${prefix}payload p on p.event = c.seq
order by c.token
