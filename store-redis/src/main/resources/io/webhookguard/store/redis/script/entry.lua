-- How the ledger is answered.

-- An entry as it is answered, with the tick of the one before it of the same event.
local function entry_of(found)
  local at = string.match(found[1], '^(%d+)')
  local values = cmsgpack.unpack(found[2][2])
  local before = table.remove(values)
  table.insert(values, 1, tonumber(at))
  return values, before
end
