package dev.headroom.cache.entry;

import java.time.Duration;

/** The kinds of data. The time to live of each is a setting. */
public enum DataKind {
  SEARCH_RESULTS(Duration.ofHours(1)),
  NETWORK_METADATA(Duration.ofHours(24)),
  ANALYSIS_RESULTS(Duration.ofHours(1)),
  USER_PREFERENCES(Duration.ofHours(12)),
  SESSION_LIST(Duration.ofMinutes(5)),
  STATISTICS(Duration.ofMinutes(15)),
  /** The kind of whatever is none of these; its setting is {@code CACHE_DEFAULT_TTL}. */
  DEFAULT(Duration.ofHours(1));

  private final Duration usual;

  DataKind(Duration usual) {
    this.usual = usual;
  }

  /** Returns the time to live unless the setting says another. */
  public Duration usualTtl() {
    return usual;
  }

  /** Returns the environment variable that holds its time to live in seconds. */
  public String variable() {
    return "CACHE_" + name() + "_TTL";
  }
}
