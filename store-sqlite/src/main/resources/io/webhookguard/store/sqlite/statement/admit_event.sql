-- A new event (ES-1, ES-8). It is the head if nobody is in its lane; the answer says so, and only then
-- may it be claimed at once (LN-4). An ignored event takes no place in its lane.
insert into ${prefix}event (
  digest, source, consumer, scope, event_id, type, lane_text, lane, rank, payload_sha256,
  received_at, delivery_id, first_ignored, first_token,
  state, position, head, holds_lane, due_at, settled_at, completion,
  token, window_token, generation, attempts, reopenings, in_doubt, problem_kind, problem_detail,
  settled_token, settled_as, payload_kept, entries)
values (
  :digest, :source, :consumer, :scope, :event_id, :type, :lane_text, :lane, :rank, :payload_sha256,
  :now, :delivery_id, :ignored, :first_token,
  case when :ignored then 'COMPLETE' else 'PENDING' end,
  :position,
  case
    when :ignored then 0
    when :lane is null then 1
    else not exists (select 1 from ${prefix}event where lane = :lane and head = 1)
  end,
  0, :now,
  case when :ignored then :now end,
  case when :ignored then 'IGNORED' end,
  0, 0, 1, 0, 0, 0, 'none', '',
  0, '', 1, 1)
returning seq, head
