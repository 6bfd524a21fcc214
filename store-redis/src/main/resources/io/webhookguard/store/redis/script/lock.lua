-- Takes, renews or releases a lock. What is known of its newest lease is kept for ever, so that its
-- token goes on growing.
--
-- ARGV: 'acquire', digest of the name, name, holder, lease: { 'held', holder, token, end } or
-- { 'refused' }.
-- ARGV: 'renew', digest of the name, token, lease: { 'held', holder, token, end } or { 'superseded' }.
-- ARGV: 'release', digest of the name, token: { 'released' } or { 'superseded' }.
local kind, digest = take(), take()
local LEASE = { 'name', 'holder', 'token', 'ends', 'released' }
local newest = record(LOCKS, digest, LEASE)

local function keep(lease)
  R('HSET', LOCKS, digest, packed(lease, LEASE))
  return finish({ 'held', lease.holder, lease.token, lease.ends })
end

if kind == 'acquire' then
  local name, holder, lease = take(), take(), take_number()
  if newest and not newest.released and newest.ends > NOW then
    if newest.holder ~= holder then
      return finish({ 'refused' })
    end
    return finish({ 'held', newest.holder, newest.token, newest.ends })
  end
  return keep({ name = name, holder = holder, token = tick(), ends = NOW + lease, released = false })
end

local token = take_number()
if not newest or newest.token ~= token or (kind == 'renew' and newest.released) then
  return finish({ 'superseded' })
end
if kind == 'renew' then
  newest.ends = NOW + take_number()
  return keep(newest)
end
newest.released = true
R('HSET', LOCKS, digest, packed(newest, LEASE))
return finish({ 'released' })
