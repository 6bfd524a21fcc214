-- Ids of calls that nobody will repeat any more.
delete from ${prefix}claim_call where at < :before limit :limit
