package dev.headroom.limits;

import java.time.Duration;

/**
 * Never more than so many requests in any window: not in a minute of the clock, but in whichever
 * minute one looks at. So the 101st request of a minute is refused at whatever pace they came. GCRA
 * and token buckets promise less: a bucket of 100 that is refilled over a minute lets 100 pass at
 * once, another 0.6 seconds later, and nearly 200 within the minute.
 *
 * @param requests 1 to 10,000; so many times are kept for each caller
 * @param window one second to 24 hours
 */
public record RateLimit(int requests, Duration window) {
  static final int MAX_REQUESTS = 10_000;
  private static final Duration MIN_WINDOW = Duration.ofSeconds(1);
  private static final Duration MAX_WINDOW = Duration.ofHours(24);

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException when one is out of its range
   */
  public RateLimit {
    if (requests < 1 || requests > MAX_REQUESTS) {
      throw new IllegalArgumentException(
          "requests must be 1 to %d; got %d".formatted(MAX_REQUESTS, requests));
    }
    if (window.compareTo(MIN_WINDOW) < 0 || window.compareTo(MAX_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "window must be %s to %s; got %s".formatted(MIN_WINDOW, MAX_WINDOW, window));
    }
  }

  /** The window in microseconds, as both windows count. */
  long micros() {
    return window.toNanos() / 1_000;
  }
}
