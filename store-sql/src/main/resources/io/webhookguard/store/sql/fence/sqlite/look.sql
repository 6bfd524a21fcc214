-- What the row says of the effect. The transaction holds it since the statement before.
select generation, token, status, content_type, body, body_sha256
  from ${prefix}inbox
 where event_key = :event_key and step = :step
