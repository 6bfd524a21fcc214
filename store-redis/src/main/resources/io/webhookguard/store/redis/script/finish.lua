-- Ends a script that only reads.
local function read(answers)
  return { text(ticked), urgent, lazy, answers }
end

-- Ends a script: writes what it changed.
local function finish(answers)
  for _, e in ipairs(order) do
    if e.changed then
      save(e)
    end
  end
  for _, entry in ipairs(entries) do
    R('XADD', LEDGER, text(entry[1]) .. '-0', 'e', entry[2])
  end
  if advanced then
    R('HSET', META, 'tick', text(ticked))
  end
  return read(answers)
end
