-- Takes the row for this run unless its generation has had its effect, or a later one was here. A row without
-- a status is of an effect that did not end: it is nobody's. Waits for whoever holds the row. Whether
-- it was taken is read afterwards, because drivers count rows differently: it then has this generation and no status.
insert into ${prefix}inbox as held (event_key, step, event_id, generation, token, entered_at)
values (:event_key, :step, :event_id, :generation, :token, cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint))
on conflict (event_key, step) do update
   set generation = excluded.generation, token = excluded.token,
       entered_at = excluded.entered_at,
       status = null, content_type = null, body = null, body_sha256 = null
 where held.generation < excluded.generation
    or (held.generation = excluded.generation and held.status is null)
