package dev.headroom.limits;

import java.util.Locale;

/** Routes whose requests are counted together; each group counts for itself. */
public enum RouteGroup {
  CACHE("RATE_LIMIT_PER_MINUTE", 100),
  JOBS("RATE_LIMIT_PER_MINUTE", 100),
  MONITORING("RATE_LIMIT_PER_MINUTE", 100),
  SEARCH("RATE_LIMIT_SEARCH_PER_MINUTE", 100),
  CLEANUP("RATE_LIMIT_PER_MINUTE", 100),
  /** The state of one job, which clients poll. */
  STATUS("RATE_LIMIT_STATUS_PER_MINUTE", 1_200);

  private final String variable;
  private final int usual;

  RouteGroup(String variable, int usual) {
    this.variable = variable;
    this.usual = usual;
  }

  /** The environment variable that says how many requests may pass in a minute. */
  String variable() {
    return variable;
  }

  /** How many requests may pass in a minute when nothing else is said. */
  int usual() {
    return usual;
  }

  /** The name of its policy, which callers read and settings are written with. */
  public String policy() {
    return name().toLowerCase(Locale.ROOT);
  }
}
