-- New events in order of key (ES-1, ES-6). A row that another admission put there meanwhile stays as it
-- is; which rows are new is told by the numbers that are read back, never by a count.
insert into ${prefix}event (
  settled_at, due_at, token, settled_token, window_start, window_token, position, attempts, entries,
  state, settled_as, completion, failure, generation, reopenings, in_doubt, holds_lane, payload_kept,
  problem_kind, problem_detail, intervention_id, seq, received_at, `rank`, first_token, first_ignored,
  `key`, payload_sha256, delivery_id, lane, source, consumer, scope, event_id, type, lane_text)
select
  case when w.ignored then :now end, case when w.ignored then null else :now end, 0, 0, null, 0, w.seq, 0, 1,
  case when w.ignored then 'COMPLETE' else 'PENDING' end, 'NONE',
  case when w.ignored then 'IGNORED' end, null, 1, 0, 0, 0, 1,
  'none', '', null, w.seq, :now, w.rnk, 0, w.ignored,
  unhex(w.k), unhex(w.payload_sha256), unhex(w.delivery_id), unhex(w.lane),
  w.source, w.consumer, w.scope, w.event_id, w.type, w.lane_text
from json_table(:events, '$[*]' columns (
  seq bigint path '$.seq',
  rnk bigint path '$.rank',
  ignored int path '$.ignored',
  k varchar(80) path '$.key',
  payload_sha256 varchar(64) path '$.payload_sha256',
  delivery_id varchar(32) path '$.delivery_id',
  lane varchar(64) path '$.lane',
  source varchar(64) path '$.source',
  consumer varchar(64) path '$.consumer',
  scope varchar(255) path '$.scope',
  event_id varchar(255) path '$.event_id',
  type varchar(255) path '$.type',
  lane_text varchar(255) path '$.lane_text')) w
where true
on duplicate key update entries = ${prefix}event.entries
