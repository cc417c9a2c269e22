-- Stores entries with the versions as they are now; whoever is loading them loses the lease.
-- KEYS: entry and lease of each of n, then versions, the namespace's first
-- ARGV: n, life of a version in s, then for each entry its life in ms, its head, its tail, and the
--       places of its versions in two bytes each; then what each version is when it is not there
local n = tonumber(ARGV[1])
local versions = {}
for i = 2 * n + 1, #KEYS do
  local version = redis.call('GETEX', KEYS[i], 'EX', ARGV[2])
  if not version then
    version = ARGV[2 + 4 * n + i - 2 * n]
    redis.call('SET', KEYS[i], version, 'EX', ARGV[2])
  end
  versions[i - 2 * n] = version
end
local answer = {0, 0}
for i = 1, n do
  local entry = KEYS[2 * i - 1]
  local life, head, tail, places = ARGV[4 * i - 1], ARGV[4 * i], ARGV[4 * i + 1], ARGV[4 * i + 2]
  local blob = {head, string.sub(versions[1], 1, 9)}
  for at = 1, #places, 2 do
    local place = string.byte(places, at) * 256 + string.byte(places, at + 1)
    blob[#blob + 1] = string.sub(versions[place], 1, 8)
  end
  blob[#blob + 1] = tail
  local whole = table.concat(blob)
  local before = redis.call('STRLEN', entry)
  redis.call('SET', entry, whole, 'PX', life)
  redis.call('DEL', KEYS[2 * i])
  if before == 0 then answer[1] = answer[1] + 1 end
  answer[2] = answer[2] + #whole - before
end
return answer
