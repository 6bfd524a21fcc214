-- Whether a call with this id granted claims before (ES-13).
select at from ${prefix}claim_call where claim_id = :claim_id for update
