-- The number of the newest admission that ever was: no cursor can lie beyond it (ES-51).
select coalesce(max(seq), 0) as newest from sqlite_sequence where name = '${prefix}event'
