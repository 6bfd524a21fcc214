-- A takeover (ES-31): a new token, owner, claim id and lease, and the doubt mark. The attempt is the
-- same one, and so is the key window.
update ${prefix}event set
  token = :token,
  owner = :owner,
  claim_id = :claim_id,
  started_at = :now,
  lease_end = :lease_end,
  in_doubt = 1,
  entries = entries + 1
where seq = :seq and state = 'PROCESSING' and lease_end <= :now and token < :token
returning attempts
