-- The state that is there now, whatever the transaction has seen before.
select ${status} as status from ${table} where ${id} = :id for update
