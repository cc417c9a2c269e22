package dev.headroom.cache;

import java.time.Duration;

/** Kinds of data, each with a time to live that is a setting. */
public enum DataKind {
  SEARCH_RESULTS(Duration.ofHours(1)),
  NETWORK_METADATA(Duration.ofHours(24)),
  ANALYSIS_RESULTS(Duration.ofHours(1)),
  USER_PREFERENCES(Duration.ofHours(12)),
  SESSION_LIST(Duration.ofMinutes(5)),
  STATISTICS(Duration.ofMinutes(15)),
  /** Whatever is none of these; {@code CACHE_DEFAULT_TTL}. */
  DEFAULT(Duration.ofHours(1));

  private final Duration usual;

  DataKind(Duration usual) {
    this.usual = usual;
  }

  Duration usualTtl() {
    return usual;
  }

  /** The environment variable that holds its time to live in seconds. */
  String variable() {
    return "CACHE_" + name() + "_TTL";
  }
}
