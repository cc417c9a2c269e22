-- Adds what a process counted to a tenant's statistics, once.
-- KEYS: the statistics, a mark of this report; ARGV: life of the mark in s, then fields and numbers
if not redis.call('SET', KEYS[2], '1', 'NX', 'EX', ARGV[1]) then return {0} end
for i = 2, #ARGV, 2 do
  redis.call('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 1])
end
return {1}
