package dev.headroom.benchmarks.cache;

import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What all caches are asked for: the same values under the same names. */
public final class Samples {
  /** Where a benchmark's process is told which Redis is meant. */
  public static final String REDIS = "headroom.redis";

  /** Bytes that no compression makes smaller. */
  public static final int VALUE_BYTES = 1_024;

  public static final int BATCH = 20;

  static final String NAME = "session:1";
  static final int TTL_SECONDS = 3_600;

  private Samples() {}

  static URI redis() {
    return URI.create(System.getProperty(REDIS, "redis://127.0.0.1:6379"));
  }

  static byte[] value() {
    var value = new byte[VALUE_BYTES];
    new Random(20_261_120).nextBytes(value);
    return value;
  }

  public static String name(int number) {
    return "session:" + number;
  }

  static List<String> batch() {
    return IntStream.range(0, BATCH).mapToObj(Samples::name).toList();
  }
}
