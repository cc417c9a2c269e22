package dev.headroom.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What entries, and the leases of whoever loads them, are called in Redis. */
final class RedisKeys {
  private RedisKeys() {}

  /**
   * An entry's.
   *
   * @param slot see {@link Space#slot}
   */
  static String entry(String slot, String name) {
    return slot + "e:" + name;
  }

  static String lease(String slot, String name) {
    return slot + "l:" + name;
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
