-- Claims (ES-10, ES-31). A second one in a lane is refused by its index (LN-1).
insert into ${prefix}claim (token, seq, lease_end, started_at, claim_id, owner, lane)
select w.token, w.seq, w.lease_end, :now, unhex(w.claim_id), w.owner, unhex(w.lane)
from json_table(:claims, '$[*]' columns (
  token bigint path '$.token',
  seq bigint path '$.seq',
  lease_end bigint path '$.lease_end',
  claim_id varchar(32) path '$.claim_id',
  owner varchar(255) path '$.owner',
  lane varchar(64) path '$.lane')) w
