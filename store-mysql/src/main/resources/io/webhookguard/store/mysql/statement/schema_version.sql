-- The number of the newest migration that was applied, by whatever tool.
select version from ${prefix}schema where id = 1
