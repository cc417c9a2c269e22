package dev.headroom.limits;

import java.time.Duration;

/** The decision whether a request may pass. */
public sealed interface Decision {
  /** Returns the limit that the decision was made by. */
  RateLimit limit();

  /**
   * It passes.
   *
   * @param remaining so many more may pass at once
   * @param more until one more than that may
   */
  record Passed(RateLimit limit, int remaining, Duration more) implements Decision {}

  /**
   * The request is refused, because as many have passed as may. It is not counted.
   *
   * @param more until one may pass
   */
  record Refused(RateLimit limit, Duration more) implements Decision {}

  /** It passes, and nobody counts while Redis does not answer. */
  record Uncounted(RateLimit limit) implements Decision {}

  /** It does not pass, because none does while Redis does not answer. */
  record Closed(RateLimit limit) implements Decision {}
}
