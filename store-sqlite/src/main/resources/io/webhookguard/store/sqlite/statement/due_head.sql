-- One event, if it is due and at the head of its lane (ES-15).
select seq, due_at from ${prefix}event
where digest = :digest and state = 'PENDING' and head = 1 and due_at <= :now
