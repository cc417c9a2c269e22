-- Begins a new epoch of a tenant's statistics. What is not counted but measured stays.
-- KEYS: the statistics; ARGV: field and value of what stays as it is begin with '='; now in epoch ms
local all = redis.call('HGETALL', KEYS[1])
local stays = {}
for i = 1, #all, 2 do
  if string.sub(all[i], 1, 1) == '=' then
    stays[#stays + 1] = all[i]
    stays[#stays + 1] = all[i + 1]
  end
end
local epoch = (redis.call('HGET', KEYS[1], 'epoch') or '0') + 1
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'epoch', epoch, 'since', ARGV[1])
-- One by one: there may be more than Lua takes as arguments.
for i = 1, #stays, 2 do
  redis.call('HSET', KEYS[1], stays[i], stays[i + 1])
end
return all
