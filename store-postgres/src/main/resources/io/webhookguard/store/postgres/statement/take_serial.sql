-- Numbers for one change (ES-12, LN-3, LG-3): the returned one and the 4095 after it.
select 4096 * case when pg_current_xact_id() is not null then nextval('${prefix}serial') end as base
