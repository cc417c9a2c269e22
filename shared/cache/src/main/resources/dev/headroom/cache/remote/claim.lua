-- Takes the leases of entries that are to be loaded, and returns which entries are there now (they
-- may have been stored since they were read), and the versions they depend on.
-- KEYS: lease and entry of each of n, then versions
-- ARGV: n, token, life of a lease in ms, life of a version in s, then what each version is when it is not there
local n = tonumber(ARGV[1])
local answer = {}
for i = 1, n do
  local lease = KEYS[2 * i - 1]
  local taken = redis.call('SET', lease, ARGV[2], 'NX', 'PX', ARGV[3])
  answer[2 * i - 1] = (taken or redis.call('GET', lease) == ARGV[2]) and 1 or 0
  answer[2 * i] = redis.call('GETRANGE', KEYS[2 * i], 2, 9)
end
for i = 2 * n + 1, #KEYS do
  local version = redis.call('GETEX', KEYS[i], 'EX', ARGV[4])
  if not version then
    version = ARGV[4 + i - 2 * n]
    redis.call('SET', KEYS[i], version, 'EX', ARGV[4])
  end
  answer[i] = version
end
return answer
