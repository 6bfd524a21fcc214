-- The state that is there now. SQLite has one writer, so nobody changes it meanwhile.
select ${status} as status from ${table} where ${id} = :id
