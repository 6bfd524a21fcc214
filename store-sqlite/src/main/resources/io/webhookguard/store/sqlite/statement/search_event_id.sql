-- Events with one provider's id, in whatever scope, newest first (ES-51).
select e.*, r.status as response_status, r.content_type as response_type,
  null as response_body, r.body_sha256 as response_sha256
from ${prefix}event e
left join ${prefix}response r on r.event = e.seq
where e.seq < :before
  and e.event_id = :event_id
  and (:source is null or e.source = :source)
  and (:consumer is null or e.consumer = :consumer)
  and (:state is null or e.state = :state)
  and (:lane_text is null or e.lane_text = :lane_text)
order by e.seq desc limit :limit
