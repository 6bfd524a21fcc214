-- Removes the body of the response; status and digest stay (ES-52).
update ${prefix}response set body = null where event = :seq
