-- Lets a request pass, unless as many have passed as may in the window that ends now.
-- KEYS: the times of those that passed, in microseconds; ARGV: how many may pass, the window in microseconds
-- Returns 1 if it passes, how many more may pass at once, and microseconds until one more than that may.
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
-- A clock that was put back, or another replica's, makes time stand still, lest the times be in no order.
local last = redis.call('LINDEX', KEYS[1], -1)
if last then now = math.max(now, tonumber(last)) end
local first = redis.call('LINDEX', KEYS[1], 0)
while first and tonumber(first) <= now - window do
  redis.call('LPOP', KEYS[1])
  first = redis.call('LINDEX', KEYS[1], 0)
end
local passed = redis.call('LLEN', KEYS[1])
local passes = passed < limit
if passes then
  passed = redis.call('RPUSH', KEYS[1], string.format('%.0f', now))
  -- A little later than need be: keys expire by a clock that counts milliseconds.
  redis.call('PEXPIRE', KEYS[1], math.ceil(window / 1000) + 10)
end
-- There are more than may pass when the limit has been lowered.
local next = tonumber(redis.call('LINDEX', KEYS[1], math.max(0, passed - limit)))
return {passes and 1 or 0, math.max(0, limit - passed), next + window - now}
