-- The entry of an intervention, in its commit (LG-1). The event's counter was raised by the change.
insert into ${prefix}ledger (
  position, event, at, token, count, number, generation, attempt, kind, actor, detail)
select :position, e.seq, :now, 0, 1, e.entries, e.generation, 0, :kind, :actor, :detail
from ${prefix}event e where e.seq = :seq
