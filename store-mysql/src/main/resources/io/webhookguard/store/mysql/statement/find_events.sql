-- Which events of a batch are known, and what they are (ES-2): the same row for each of them as
-- find_event has. Reads only: neither a lock nor a wait.
select e.*, substr(e.`key`, 9) as digest, c.owner, c.claim_id, c.lease_end,
  r.status as response_status, r.content_type as response_type,
  r.body as response_body, r.body_sha256 as response_sha256
from json_table(:keys, '$[*]' columns (k varchar(80) path '$.key')) w
straight_join ${prefix}event e on e.`key` = unhex(w.k)
left join ${prefix}claim c on c.token = e.token
left join ${prefix}response r on r.event = e.seq
