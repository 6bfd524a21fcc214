-- What came with new events (ES-9).
insert into ${prefix}payload (event, content_type, attributes, body)
values (:event, :content_type, :attributes, :body)
