-- Whether the guard's tables are there at all; asked before their version is read, because a missing
-- table has no error code of its own.
select 1 from sqlite_master where type = 'table' and name = '${prefix}schema'
