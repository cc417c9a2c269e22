-- Stores what was loaded, where the lease is still held, and returns the versions as they are now.
-- KEYS: entry and lease of each of n, then versions
-- ARGV: n, token, then for each entry its life in ms and itself
local n = tonumber(ARGV[1])
local answer = {0, 0}
for i = 1, n do
  local entry, lease = KEYS[2 * i - 1], KEYS[2 * i]
  local held = redis.call('GET', lease) == ARGV[2]
  if held then
    local before = redis.call('STRLEN', entry)
    local blob = ARGV[2 + 2 * i]
    redis.call('SET', entry, blob, 'PX', ARGV[1 + 2 * i])
    redis.call('DEL', lease)
    if before == 0 then answer[1] = answer[1] + 1 end
    answer[2] = answer[2] + #blob - before
  end
  answer[2 + i] = held and 1 or 0
end
for i = 2 * n + 1, #KEYS do
  answer[#answer + 1] = redis.call('GET', KEYS[i])
end
return answer
