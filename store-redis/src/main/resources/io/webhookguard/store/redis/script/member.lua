-- Lanes, where their events live.

-- Whoever admitted the event wished to run it at once; if nobody was in its lane, it is claimed.
local function begin_if_wished(e)
  if e.wish then
    grant(e, unpack(e.wish))
    e.first_token = e.token
    e.wish = false
  end
end

local function in_lane(e)
  return e.standing == COMING or e.standing == QUEUED or e.standing == HEAD
end

local function member_rules()
  local lane_rule = lane_rules()

  -- The event, if it is in its lane by this coming in.
  local function member(lane, digest, epoch)
    local e = load(digest)
    return e and e.epoch == epoch and e.lane_digest == lane and in_lane(e) and e or nil
  end

  local function promote(route, from, lane, digest, epoch, promoted, position, alone)
    local e = member(lane, digest, epoch)
    if not e then
      send(urgent, from, route, 'leave', HERE, lane, digest, epoch)
      return
    end
    if promoted > e.promoted then
      e.standing = HEAD
      e.position = position
      e.promoted = promoted
      e.changed = true
      if alone then
        begin_if_wished(e)
      else
        e.wish = false
      end
    end
    if from ~= HERE then
      send(lazy, from, route, 'arrived', HERE, lane, digest, promoted)
    end
  end

  local function recall(route, from, lane, digest, epoch, promoted, position)
    local e = member(lane, digest, epoch)
    if not e then
      send(urgent, from, route, 'leave', HERE, lane, digest, epoch)
    elseif e.holds then
      send(urgent, from, route, 'kept_on', HERE, lane, digest, promoted)
    elseif promoted >= e.promoted then
      -- Also where the promotion has not come: then it comes too late. Whoever admitted it is told
      -- that it waits, and is gone when its turn comes.
      e.standing = QUEUED
      e.position = position
      e.wish = false
      e.promoted = promoted
      e.changed = true
      send(urgent, from, route, 'stepped_back', HERE, lane, digest, promoted)
    end
  end

  local function enlisted(lane, digest, epoch, position)
    local e = member(lane, digest, epoch)
    if e and e.standing == COMING then
      e.standing = QUEUED
      e.position = position
      e.wish = false
      e.changed = true
    end
  end

  local function left(digest, epoch)
    local e = load(digest)
    if e and e.epoch == epoch and e.standing == LEAVING then
      e.standing = OUT
      e.changed = true
    end
  end

  -- A letter that an event comes in. It may come again: then the answer is the first one.
  local function enlist_by_mail(route, from, lane, digest, epoch, rank)
    local known = lane_rule.member_of(digest)
    local m = lane_rule.enlist(route, from, lane, digest, epoch, rank)
    if m.epoch ~= epoch then
      return
    end
    local head = lane_rule.head_of(lane)
    if head and head.digest ~= digest then
      send(lazy, from, route, 'enlisted', HERE, lane, digest, epoch, m.position)
    elseif head and known and known.epoch == epoch then
      lane_rule.write_to_head(lane, head)
    end
  end

  receive = function(route, kind, from, lane, digest, third, fourth, fifth, sixth)
    if kind == 'enlist' then
      enlist_by_mail(route, from, lane, digest, third, fourth)
    elseif kind == 'leave' then
      lane_rule.leave(lane, digest, third)
      if from ~= HERE then
        send(lazy, from, route, 'left', HERE, lane, digest, third)
      end
    elseif kind == 'promote' then
      promote(route, from, lane, digest, third, fourth, fifth, sixth)
    elseif kind == 'recall' then
      recall(route, from, lane, digest, third, fourth, fifth)
    elseif kind == 'enlisted' then
      enlisted(lane, digest, third, fourth)
    elseif kind == 'left' then
      left(digest, third)
    elseif kind == 'arrived' then
      lane_rule.arrived(lane, digest, third)
    elseif kind == 'stepped_back' then
      lane_rule.stepped_back(lane, digest, third)
    elseif kind == 'kept_on' then
      lane_rule.kept_on(lane, digest, third)
    end
  end

  -- Tells the lane again how the event stands.
  local function write_to_lane(e)
    if e.standing == LEAVING then
      send(urgent, e.lane_partition, e.route, 'leave', HERE, e.lane_digest, e.digest, e.epoch)
    else
      post(urgent, e.lane_partition, e.route, 'enlist', HERE, e.lane_digest, e.digest, e.epoch, e.rank)
    end
  end

  local function come_in(e)
    if e.lane_partition == HERE then
      e.standing = QUEUED
      local m, known =
        lane_rule.enlist(e.route, HERE, e.lane_digest, e.digest, e.epoch, e.rank)
      e.position = m.position
      local head = known and lane_rule.head_of(e.lane_digest) -- see save()
      if head and head.digest == e.digest then
        lane_rule.write_to_head(e.lane_digest, head)
      end
      if not m.alone then
        e.wish = false
      end
    else
      e.standing = COMING
      e.position = 0
      write_to_lane(e)
    end
  end

  local function go_out(e)
    if e.lane_partition == HERE then
      e.standing = OUT
      lane_rule.leave(e.lane_digest, e.digest, e.epoch)
    else
      e.standing = LEAVING
      write_to_lane(e)
    end
  end

  return {
    write_to_lane = write_to_lane, come_in = come_in, go_out = go_out,
    write_to_head = lane_rule.write_to_head, head_of = lane_rule.head_of,
  }
end

local made
local function lanes()
  made = made or member_rules()
  return made
end

-- Sends the letter again that the event owes its lane, if it owes one.
local function write_to_lane(e)
  if is_owing(e) then
    lanes().write_to_lane(e)
  end
end

-- The event, which is PENDING and in no lane, comes into its own: at once if that lives here.
local function come_in(e)
  e.changed = true
  e.promoted = 0
  e.epoch = e.epoch + 1
  if e.lane == '' then
    e.standing = NO_LANE
    e.position = tick()
    begin_if_wished(e)
  else
    lanes().come_in(e)
  end
end

-- The event lets go of its lane, if it has one.
local function go_out(e)
  e.changed = true
  e.holds = false
  if in_lane(e) then
    lanes().go_out(e)
  end
end
