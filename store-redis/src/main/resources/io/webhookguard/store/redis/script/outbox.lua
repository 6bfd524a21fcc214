-- Letters that are owed: they are returned to be sent once more.
--
-- ARGV: how long they have been owed at least, how many at most. Answers nothing.
local age, most = take_number(), take_number()
local owed = R('ZRANGEBYSCORE', OUTBOX, '-inf', NOW - age, 'LIMIT', 0, most)
for _, owner in ipairs(owed) do
  local kind, id = string.sub(owner, 1, 1), string.sub(owner, 2)
  local e = kind == 'e' and load(id)
  local head = kind == 'l' and lanes().head_of(id)
  if e and writes_again_at(e) then
    R('ZADD', OUTBOX, writes_again_at(e), owner)
    lanes().write_to_lane(e)
  elseif head and head.partition ~= HERE then
    R('ZADD', OUTBOX, NOW, owner)
    lanes().write_to_head(id, head)
  else
    R('ZREM', OUTBOX, owner)
  end
end
return finish({})
