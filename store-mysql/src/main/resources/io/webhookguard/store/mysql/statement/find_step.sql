-- The first result under a name (ST-2).
select content_type, result from ${prefix}step
where event = :event and generation = :generation and name = :name
