-- Whether the guard's tables are there at all.
select 1 where to_regclass('${prefix}schema') is not null
