-- Takes the row for this run unless its generation has had its effect, or a later one was here. A row without
-- a status is of an effect that did not end: it is nobody's. Waits for whoever holds the row. Whether
-- it was taken is read afterwards, because drivers count rows differently: it then has this generation and no status.
--
-- MySQL assigns from left to right: what the conditions are made of is changed last.
insert into ${prefix}inbox (event_key, step, event_id, generation, token, entered_at)
values (:event_key, :step, :event_id, :generation, :token, timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000) as fresh
on duplicate key update
  token = if(
    ${prefix}inbox.generation < fresh.generation
      or (${prefix}inbox.generation = fresh.generation and ${prefix}inbox.status is null),
    fresh.token, ${prefix}inbox.token),
  entered_at = if(
    ${prefix}inbox.generation < fresh.generation
      or (${prefix}inbox.generation = fresh.generation and ${prefix}inbox.status is null),
    fresh.entered_at, ${prefix}inbox.entered_at),
  content_type = if(${prefix}inbox.generation < fresh.generation, null, ${prefix}inbox.content_type),
  body = if(${prefix}inbox.generation < fresh.generation, null, ${prefix}inbox.body),
  body_sha256 = if(${prefix}inbox.generation < fresh.generation, null, ${prefix}inbox.body_sha256),
  status = if(${prefix}inbox.generation < fresh.generation, null, ${prefix}inbox.status),
  generation = greatest(${prefix}inbox.generation, fresh.generation)
