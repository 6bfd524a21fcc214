-- Lanes, where they live, and the letters between them and their events. See
-- docs/adr/0013-redis-partitions.md.

-- What a letter says only scripts read.
local receive -- what a letter does where it arrives; set below

local function post(letters, to, route, ...)
  letters[#letters + 1] = { to, route, cmsgpack.pack({ ... }) }
end

local function send(letters, to, route, ...)
  if to == HERE then
    receive(route, ...)
  else
    post(letters, to, route, ...)
  end
end

-- Most events have no lane: its rules are made when the first one is met that has.
local function lane_rules()
  -- A lane's head is the one event that may run. It was made so by one promotion, and stays until it
  -- says itself that it has left, or that it stepped back before it began.
  local LANE = {
    'digest', 'partition', 'route', 'epoch', 'rank', 'position', 'promoted', 'alone', 'held',
    'recalled',
  }
  local MEMBER = { 'epoch', 'lane', 'rank', 'position', 'partition', 'route', 'alone' }

  local function place_in_line(m, digest)
    return m.lane .. m.rank .. string.format('%016.0f', m.position) .. digest
  end

  local function keep_lane(lane, head)
    R('HSET', LANES, lane, packed(head, LANE))
  end

  local function write_to_head(lane, head)
    if head.recalled then
      send(urgent, head.partition, head.route, 'recall', HERE, lane, head.digest, head.epoch,
        head.promoted, head.position)
    else
      send(urgent, head.partition, head.route, 'promote', HERE, lane, head.digest, head.epoch,
        head.promoted, head.position, head.alone)
    end
  end

  local function make_head(lane, digest, m)
    local head = {
      digest = digest, partition = m.partition, route = m.route, epoch = m.epoch, rank = m.rank,
      position = m.position, promoted = tick(), alone = m.alone, held = false, recalled = false,
    }
    keep_lane(lane, head)
    if m.partition == HERE then
      R('ZREM', OUTBOX, 'l' .. lane)
    else
      R('ZADD', OUTBOX, NOW, 'l' .. lane)
    end
    write_to_head(lane, head)
  end

  -- The first of those that wait, if any do, may run.
  local function next_head(lane)
    local first = R('ZRANGEBYLEX', WAITING, '[' .. lane, '(' .. lane .. '\255', 'LIMIT', 0, 1)[1]
    if not first then
      R('HDEL', LANES, lane)
      R('ZREM', OUTBOX, 'l' .. lane)
      return
    end
    local digest = string.sub(first, -32)
    R('ZREM', WAITING, first)
    make_head(lane, digest, record(MEMBERS, digest, MEMBER))
  end

  local function drop(digest, m)
    R('HDEL', MEMBERS, digest)
    local head = record(LANES, m.lane, LANE)
    if head and head.digest == digest then
      next_head(m.lane)
    else
      R('ZREM', WAITING, place_in_line(m, digest))
    end
  end

  -- An event comes into the lane, at its tail. The answer: its place there, and whether it
  -- was in it before.
  local function enlist(route, partition, lane, digest, epoch, rank)
    local m = record(MEMBERS, digest, MEMBER)
    if m and m.epoch >= epoch then
      return m, true
    end
    if m then
      drop(digest, m) -- it has left and come again, and the letter that it left is still on its way
    end
    local head = record(LANES, lane, LANE)
    m = {
      epoch = epoch, lane = lane, rank = rank, position = tick(), partition = partition,
      route = route, alone = not head,
    }
    R('HSET', MEMBERS, digest, packed(m, MEMBER))
    if not head then
      make_head(lane, digest, m)
      return m
    end
    R('ZADD', WAITING, 0, place_in_line(m, digest))
    if not head.held and rank < head.rank then
      head.recalled = true
      keep_lane(lane, head)
      if head.partition ~= HERE then
        R('ZADD', OUTBOX, NOW, 'l' .. lane)
      end
      write_to_head(lane, head)
    end
    return m
  end

  local function leave(lane, digest, epoch)
    local m = record(MEMBERS, digest, MEMBER)
    if m and m.epoch <= epoch then
      drop(digest, m)
    elseif not m then
      -- It has left before. Who says so again waits for what followed from it.
      local head = record(LANES, lane, LANE)
      if head then
        write_to_head(lane, head)
      end
    end
  end

  -- The head, if it is still the one that this promotion made.
  local function head_since(lane, digest, promoted)
    local head = record(LANES, lane, LANE)
    return head and head.digest == digest and head.promoted == promoted and head or nil
  end

  -- The head is there. If its partition forgets it, the lane must not wait for it for ever.
  local function check_later(lane, head)
    if head.partition ~= HERE then
      R('ZADD', OUTBOX, checked_at(head.promoted), 'l' .. lane)
    end
  end

  -- The head has heard that it is.
  local function arrived(lane, digest, promoted)
    local head = head_since(lane, digest, promoted)
    if head and not head.recalled then
      check_later(lane, head)
    end
  end

  -- The head has gone back to the others.
  local function stepped_back(lane, digest, promoted)
    if head_since(lane, digest, promoted) then
      R('ZADD', WAITING, 0, place_in_line(record(MEMBERS, digest, MEMBER), digest))
      next_head(lane)
    end
  end

  -- The head had begun before it could be called back: it stays until it leaves.
  local function kept_on(lane, digest, promoted)
    local head = head_since(lane, digest, promoted)
    if head then
      head.held = true
      head.recalled = false
      keep_lane(lane, head)
      check_later(lane, head)
    end
  end

  local function head_of(lane)
    return record(LANES, lane, LANE)
  end
  local function member_of(digest)
    return record(MEMBERS, digest, MEMBER)
  end

  return {
    enlist = enlist, leave = leave, arrived = arrived, stepped_back = stepped_back, kept_on = kept_on,
    write_to_head = write_to_head, head_of = head_of, member_of = member_of,
  }
end
