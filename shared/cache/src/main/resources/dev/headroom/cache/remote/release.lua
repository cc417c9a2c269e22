-- Gives leases back.
-- KEYS: leases; ARGV: token
for i = 1, #KEYS do
  if redis.call('GET', KEYS[i]) == ARGV[1] then redis.call('DEL', KEYS[i]) end
end
return {}
