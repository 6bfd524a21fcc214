-- A renewal (ES-30): only under the newest token; also when the lease had ended (ES-27).
update ${prefix}event set lease_end = :lease_end
where digest = :digest and state = 'PROCESSING' and token = :token
returning owner, claim_id
