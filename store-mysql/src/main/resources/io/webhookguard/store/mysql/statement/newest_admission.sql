-- A number that no admission has reached: no cursor can lie beyond it (ES-51).
select coalesce(max(id), 0) * 4096 + 4095 as newest from ${prefix}serial
