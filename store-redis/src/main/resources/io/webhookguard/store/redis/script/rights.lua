-- Says which commands the user may not run in this partition. A script that is refused one in its
-- midst leaves half of what it does, so this is asked before there are any.
--
-- ARGV: number of commands, commands. Answers: those that are refused.
local refused = {}
for i = 1, take_number() do
  local command = take()
  if not redis.acl_check_cmd(command, META) then
    table.insert(refused, command)
  end
end
return read(refused)
