-- A number that no admission has reached yet: no cursor can lie beyond it (ES-51).
select 4096 * (last_value + 1) as newest from ${prefix}serial
