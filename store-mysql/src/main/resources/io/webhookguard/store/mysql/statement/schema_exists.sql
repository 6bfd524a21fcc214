-- Whether the guard's tables are there at all.
select 1 from information_schema.tables
where table_schema = database() and table_name = '${prefix}schema'
