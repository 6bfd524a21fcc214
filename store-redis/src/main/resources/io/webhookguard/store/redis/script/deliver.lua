-- What letters from other partitions do here.
--
-- ARGV: 1 if the caller waits for all that follows, the number of letters, then of each: route, what it
-- says. Answers nothing.
if take() == '1' then
  lazy = urgent
end
lanes()
advanced = true -- what another partition knows of time is kept, also if nothing follows at once
for _ = 1, take_number() do
  local route = take()
  receive(route, unpack(cmsgpack.unpack(take())))
end
return finish({})
