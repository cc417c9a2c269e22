package dev.headroom.cache.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.cache.entry.Namespace;
import dev.headroom.redis.HashTag;

/** The keys of entries and leases in Redis. */
public final class RedisKeys {
  private RedisKeys() {}

  /**
   * Returns what the keys of all that belongs to a namespace begin with. They lie in one hash slot,
   * so that an entry and the versions it depends on are read in one round trip.
   */
  public static String slot(Namespace namespace) {
    return HashTag.of(namespace.tenant(), namespace.name());
  }

  /** Returns the key of an entry. */
  public static String entry(String slot, String name) {
    return slot + "e:" + name;
  }

  /** Returns the key of the lease of whoever loads an entry. */
  static String lease(String slot, String name) {
    return slot + "l:" + name;
  }

  /** Returns a key as Redis has it. */
  public static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
