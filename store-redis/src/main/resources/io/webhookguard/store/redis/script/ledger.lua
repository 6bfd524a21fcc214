-- The ledger: what is written of an event.

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
