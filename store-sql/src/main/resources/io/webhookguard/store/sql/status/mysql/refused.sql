-- Whether the upsert before it was refused.
select last_insert_id() = :refused as refused
