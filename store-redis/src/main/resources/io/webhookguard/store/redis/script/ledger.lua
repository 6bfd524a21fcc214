-- The ledger: what is written of an event, and how it is answered.

local entries = {}

local function write(subject, number, kind, actor, generation, attempt, token, count, detail, before)
  local at = tick()
  entries[#entries + 1] = {
    at,
    cmsgpack.pack({
      subject.source, subject.consumer or '', subject.scope or '', subject.id or '', number, NOW,
      kind, actor, generation, attempt, token, count, detail, before,
    }),
  }
  return at
end

-- An entry of an event names the one before it, so that nothing else need be kept to find them.
local function journal(e, kind, actor, detail, attempt, token, count)
  e.number = e.number + 1
  e.last = write(
    e, e.number, kind, actor, e.generation, attempt or 0, token or 0, count or 1, detail, e.last)
  e.changed = true
end

-- An entry of the newest attempt.
local function journal_attempt(e, kind, actor, detail)
  journal(e, kind, actor, detail, e.attempts, e.token)
end

-- An entry as it is answered, with the tick of the one before it of the same event.
local function entry_of(found)
  local at = string.match(found[1], '^(%d+)')
  local values = cmsgpack.unpack(found[2][2])
  local before = table.remove(values)
  table.insert(values, 1, tonumber(at))
  return values, before
end
