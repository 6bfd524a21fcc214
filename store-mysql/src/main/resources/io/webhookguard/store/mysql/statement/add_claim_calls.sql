-- Calls that grant claims.
insert into ${prefix}claim_call (claim_id, at)
select unhex(w.claim_id), :now
from json_table(:calls, '$[*]' columns (claim_id varchar(32) path '$.claim_id')) w
