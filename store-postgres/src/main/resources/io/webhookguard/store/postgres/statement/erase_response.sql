-- Removes the body of a response; status and digest stay (ES-48).
update ${prefix}response set body = null where event = :seq
