-- Keeps the first result under a name (ST-2), if the claim is current (ST-3) and the event has fewer steps
-- than it may (ST-5). The claim's row is held until the commit, so that it cannot end in between.
with held as materialized (
  select c.seq, e.generation
  from ${prefix}event e join ${prefix}claim c on c.token = any(array[e.token]) and c.seq = any(array[e.seq])
  where e.key = :key and e.token = :token and e.state = 'PROCESSING'
  for key share of c
),
known as materialized (
  select s.content_type, s.result
  from held h join ${prefix}step s on s.event = any(array[h.seq]) and s.generation = any(array[h.generation])
  where s.name = :name
),
kept as materialized (
  select count(*) as steps, coalesce(max(s.number), 0) as newest
  from held h join ${prefix}step s on s.event = any(array[h.seq]) and s.generation = any(array[h.generation])
),
recorded as (
  insert into ${prefix}step (event, generation, name, number, content_type, result)
  select h.seq, h.generation, :name, k.newest + 1, :content_type, :result
  from held h cross join kept k
  where k.steps < :most and not exists (select from known)
  on conflict (event, generation, name) do nothing
  returning number
)
select
  exists (select from held) as current,
  -- It was there when the statement began, and was taken over while it waited: ask again.
  exists (
    select from ${prefix}claim c join ${prefix}event e on e.seq = any(array[c.seq])
    where c.token = :token and e.key = :key) as seen,
  exists (select from recorded) as recorded,
  (select steps from kept) as steps,
  (select token from ${prefix}event where key = :key) as newest_token,
  k.content_type, k.result
from (values (1)) as one (row)
left join known k on true
