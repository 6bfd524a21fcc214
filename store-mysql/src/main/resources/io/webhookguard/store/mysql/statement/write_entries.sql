-- The entries of changes, in the commit of those changes (LG-1).
insert into ${prefix}ledger (
  position, event, at, token, count, number, generation, attempt, kind, actor, detail, source)
select
  w.position, w.event, :now, w.token, w.times, w.number, w.generation, w.attempt, w.kind, w.actor,
  w.detail, w.source
from json_table(:entries, '$[*]' columns (
  position bigint path '$.position',
  event bigint path '$.event',
  token bigint path '$.token',
  times bigint path '$.count',
  number int path '$.number',
  generation int path '$.generation',
  attempt int path '$.attempt',
  kind varchar(64) path '$.kind',
  actor varchar(255) path '$.actor',
  detail varchar(800) path '$.detail',
  source varchar(64) path '$.source')) w
