-- The first result under a name (ST-2).
select content_type, result from ${prefix}step
where event = :seq and generation = :generation and name = :name
