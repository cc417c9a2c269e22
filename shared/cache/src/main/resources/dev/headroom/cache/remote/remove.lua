-- Removes entries, and the leases of whoever is loading them.
-- KEYS: entry and lease of each
local answer = {0, 0}
for i = 1, #KEYS, 2 do
  local before = redis.call('STRLEN', KEYS[i])
  redis.call('DEL', KEYS[i], KEYS[i + 1])
  if before > 0 then answer[1] = answer[1] - 1 end
  answer[2] = answer[2] - before
end
return answer
