-- The entry of a change, in the commit of that change (LG-1). The row's counter was raised by the
-- change itself, so that numbers are dense (LG-2).
insert into ${prefix}ledger (
  event, source, consumer, scope, event_id, number, at, kind, actor,
  generation, attempt, token, count, detail)
select
  seq, source, consumer, scope, event_id, entries, :now, :kind, :actor,
  generation, :attempt, :token, :count, :detail
from ${prefix}event where seq = :seq
