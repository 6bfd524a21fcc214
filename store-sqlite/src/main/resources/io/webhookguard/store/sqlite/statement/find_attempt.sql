-- The current claim of one event, with all that is needed to run it (ES-9).
select e.*, p.content_type, p.body, p.attributes
from ${prefix}event e
join ${prefix}payload p on p.event = e.seq
where e.seq = :seq and e.state = 'PROCESSING'
