-- A summary about a source, which has no number (LG-5).
insert into ${prefix}ledger (
  source, number, at, kind, actor, generation, attempt, token, count, detail)
values (:source, 0, :now, :kind, :actor, 0, 0, :token, :count, :detail)
