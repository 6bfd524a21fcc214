-- Holds what makes an event or its lane due: a claim in the making is over then.
select 1 as held from ${prefix}due
where (route = :route and due_at = :due_at and id = :seq) or lane = cast(:lane as bytea)
for update
