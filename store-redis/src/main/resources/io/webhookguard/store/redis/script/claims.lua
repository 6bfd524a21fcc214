-- The claims that were granted under an id and are still current.
--
-- ARGV: claim id. Answers: events with their payloads, in the order of granting.
return read(claimed_under(take()))
