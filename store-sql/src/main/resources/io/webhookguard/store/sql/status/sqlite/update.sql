-- Writes the state of a thing whose state comes before it. Waits for whoever holds the row.
update ${table} set ${assignments} where ${id} = :id and ${status} in (${open})
