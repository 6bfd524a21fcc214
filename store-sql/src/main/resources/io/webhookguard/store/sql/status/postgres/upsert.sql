-- Writes the state of a thing that is not there, or whose state comes before it. Waits for whoever holds the
-- row. One row is counted if it was written, none if not.
insert into ${table} as held (${columns}) values (${values})
on conflict (${id}) do update set ${assignments}
 where held.${status} in (${open})
