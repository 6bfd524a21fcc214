-- Lanes, where their events live.

local begin_if_wished -- what an admission wished for is granted where it can be; set below

local function in_lane(e)
  return e.standing == COMING or e.standing == QUEUED or e.standing == HEAD
end

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
    -- Also where the promotion has not come: then it comes too late.
    e.standing = QUEUED
    e.position = position
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
  local known = record(MEMBERS, digest, MEMBER)
  local m = enlist(route, from, lane, digest, epoch, rank)
  if m.epoch ~= epoch then
    return
  end
  local head = record(LANES, lane, LANE)
  if head and head.digest ~= digest then
    send(lazy, from, route, 'enlisted', HERE, lane, digest, epoch, m.position)
  elseif head and known and known.epoch == epoch then
    write_to_head(lane, head)
  end
end

receive = function(route, kind, from, lane, digest, third, fourth, fifth, sixth)
  if kind == 'enlist' then
    enlist_by_mail(route, from, lane, digest, third, fourth)
  elseif kind == 'leave' then
    leave(lane, digest, third)
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
    arrived(lane, digest, third)
  elseif kind == 'stepped_back' then
    stepped_back(lane, digest, third)
  elseif kind == 'kept_on' then
    kept_on(lane, digest, third)
  end
end

-- Sends the letter again that an event owes its lane.
local function write_to_lane(e)
  if e.standing == COMING then
    post(urgent, e.lane_partition, e.route, 'enlist', HERE, e.lane_digest, e.digest, e.epoch, e.rank)
  elseif e.standing == LEAVING then
    send(urgent, e.lane_partition, e.route, 'leave', HERE, e.lane_digest, e.digest, e.epoch)
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
  elseif e.lane_partition == HERE then
    e.standing = QUEUED
    local m = enlist(e.route, HERE, e.lane_digest, e.digest, e.epoch, e.rank)
    e.position = m.position
    if not m.alone then
      e.wish = false
    end
  else
    e.standing = COMING
    e.position = 0
    write_to_lane(e)
  end
end

-- The event lets go of its lane, if it has one.
local function go_out(e)
  e.changed = true
  e.holds = false
  if not in_lane(e) then
    return
  end
  if e.lane_partition == HERE then
    e.standing = OUT
    leave(e.lane_digest, e.digest, e.epoch)
  else
    e.standing = LEAVING
    write_to_lane(e)
  end
end
