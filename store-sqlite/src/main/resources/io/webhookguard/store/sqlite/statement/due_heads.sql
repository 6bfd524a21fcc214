-- Heads of one route whose time has come, the longest due first (ES-10, LN-2). Reads no more index
-- entries than it returns, however many events wait behind the heads.
select seq, due_at from ${prefix}event indexed by ${prefix}event_due
where source = :source and consumer = :consumer
  and state = 'PENDING' and head = 1 and due_at <= :now
order by due_at limit :limit
