-- The payload of an event.
--
-- ARGV: digest. Answers: the payload, or '' where there is none.
return read(R('GET', payload_key(take())) or '')
