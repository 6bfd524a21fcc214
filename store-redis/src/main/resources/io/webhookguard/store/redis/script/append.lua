-- Writes summaries and notes. One about an event that is not known is dropped.
--
-- ARGV: the number of summaries, then of each: the event's digest or '', source, kind, actor,
-- token, count, detail. Answers nothing.
for _ = 1, take_number() do
  local digest, source, kind, actor = take(), take(), take(), take()
  local token, count, detail = take(), take(), take() -- numbers that Lua would round
  if digest == '' then
    write({ source = source }, 0, kind, actor, 0, 0, token, count, detail, false)
  else
    local e = load(digest)
    if e then
      journal(e, kind, actor, detail, 0, token, count)
    end
  end
end
return finish({})
