-- What to tell duplicates of an event that was just confirmed (ES-43).
insert into ${prefix}response (event, status, content_type, body, body_sha256)
values (:event, :status, :content_type, :body, :body_sha256)
