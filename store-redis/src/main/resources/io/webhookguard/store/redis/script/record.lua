-- Records of lanes and locks are packed lists of values; their names stand in the scripts.
local function packed(e, names)
  local values = {}
  for i, name in ipairs(names) do
    values[i] = e[name]
  end
  return cmsgpack.pack(values)
end

local function record(key, field, names)
  local found = R('HGET', key, field)
  if not found then
    return nil
  end
  local named = {}
  for i, value in ipairs(cmsgpack.unpack(found)) do
    named[names[i]] = value
  end
  return named
end
