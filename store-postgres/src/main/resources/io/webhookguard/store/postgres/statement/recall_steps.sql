-- All results of the event's generation in the order of recording (ST-1), and whether the claim that
-- asks is current (ST-3), in one look. One row without a name when there are no results.
select e.state, e.token, s.name, s.content_type, s.result
from ${prefix}event e
left join ${prefix}step s on s.event = any(array[e.seq]) and s.generation = any(array[e.generation])
where e.key = :key
order by s.number
