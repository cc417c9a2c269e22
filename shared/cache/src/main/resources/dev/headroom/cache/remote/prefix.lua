-- Notes in a namespace's version that a prefix was invalidated. When 32 are noted, the next one
-- invalidates the namespace.
-- KEYS: the namespace's version; ARGV: life of a version in s, a fresh version, the note
local version = redis.call('GET', KEYS[1])
if not version or string.byte(version, 9) >= 32 then
  version = ARGV[2]
else
  version = string.sub(version, 1, 8) .. string.char(string.byte(version, 9) + 1)
    .. string.sub(version, 10) .. ARGV[3]
end
redis.call('SET', KEYS[1], version, 'EX', ARGV[1])
return {}
