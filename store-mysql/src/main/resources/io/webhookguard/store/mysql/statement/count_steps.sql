-- How many results an event has (ST-5).
select count(*) as steps, coalesce(max(number), 0) as newest from ${prefix}step
where event = :event and generation = :generation
