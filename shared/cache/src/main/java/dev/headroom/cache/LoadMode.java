package dev.headroom.cache;

/** The way in which a request that may load treats what is cached. */
enum LoadMode {
  /** It needs a value: that there is nothing is no answer to it. */
  VALUE(false, true),
  /** It takes it for an answer that there is nothing. */
  OPTIONAL(true, true),
  /**
   * It asks for several keys. None is refreshed early: what was loaded together, in one call, would
   * be loaded again one by one.
   */
  BATCH(true, false);

  private final boolean absenceCounts;
  private final boolean refreshesEarly;

  LoadMode(boolean absenceCounts, boolean refreshesEarly) {
    this.absenceCounts = absenceCounts;
    this.refreshesEarly = refreshesEarly;
  }

  boolean absenceCounts() {
    return absenceCounts;
  }

  boolean refreshesEarly() {
    return refreshesEarly;
  }
}
