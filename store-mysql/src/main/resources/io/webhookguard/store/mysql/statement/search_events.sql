-- Events by admission, newest first (ES-51). Walks the table backwards: bounded by the page where most
-- rows match, else by the number of events.
select e.*, substr(e.`key`, 9) as digest, c.owner, c.claim_id, c.lease_end,
  r.status as response_status, r.content_type as response_type,
  null as response_body, r.body_sha256 as response_sha256
from ${prefix}event e
left join ${prefix}claim c on c.token = e.token
left join ${prefix}response r on r.event = e.seq
where e.seq < :before
  and (:state is null or e.state = :state)
  and (:source is null or e.source = :source)
  and (:consumer is null or e.consumer = :consumer)
  and (:lane_text is null or e.lane_text = :lane_text)
order by e.seq desc limit :limit
