package dev.headroom.redis;

/**
 * Redis did not answer in time, or said that it cannot. Whether a command had its effect is not
 * known. Checked, because whoever calls must say how it goes on without Redis.
 */
public final class RedisUnavailable extends Exception {
  private static final long serialVersionUID = 1;

  RedisUnavailable(String message) {
    super(message, null, false, false);
  }

  RedisUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
