-- Writes the state of a thing that is not there, or whose state comes before it. Waits for whoever holds the
-- row. How many rows are counted depends on the driver's settings, so the session's last insert id tells
-- whether the state that was there stayed: it is set to one number with the values, and to another where they
-- are refused.
--
-- MySQL assigns from left to right: the state, which the conditions are made of, is changed last.
insert into ${table} (${columns}) values (${values}) as fresh
on duplicate key update ${assignments}
