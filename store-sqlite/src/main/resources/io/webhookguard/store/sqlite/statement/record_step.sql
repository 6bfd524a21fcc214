-- Keeps the first result under a name, unless the event has as many steps as it may (ST-2, ST-5).
insert into ${prefix}step (event, generation, name, content_type, result)
select :seq, :generation, :name, :content_type, :result
where :most > (
  select count(*) from ${prefix}step where event = :seq and generation = :generation)
