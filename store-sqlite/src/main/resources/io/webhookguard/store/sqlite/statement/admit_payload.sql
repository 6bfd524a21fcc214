-- What came with a new event, byte for byte (ES-9).
insert into ${prefix}payload (event, content_type, body, attributes)
values (:seq, :content_type, :body, :attributes)
