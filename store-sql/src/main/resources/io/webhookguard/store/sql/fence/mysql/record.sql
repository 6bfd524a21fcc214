-- The effect has ended. No row if somebody ended the transaction meanwhile or took the row back in it.
update ${prefix}inbox
   set status = :status, content_type = :content_type, body = :body, body_sha256 = :body_sha256
 where event_key = :event_key and step = :step and generation = :generation and status is null
