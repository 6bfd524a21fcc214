-- Holds claims until this transaction ends.
select token from ${prefix}claim where token = any(cast(:tokens as bigint[]))
order by token for update
