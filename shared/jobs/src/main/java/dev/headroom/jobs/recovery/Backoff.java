package dev.headroom.jobs.recovery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: a random time up to a bound that doubles with each attempt,
 * so that those who failed together do not come back together. See
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * How long to wait before the next attempt: up to 1 s after the first, at most 5 minutes.
   *
   * @param attempt the one that failed, from 1
   */
  Duration after(int attempt) {
    long doubled = FIRST.toMillis() << Math.min(attempt - 1, 20);
    return Duration.ofMillis(random.nextLong(Math.min(doubled, LONGEST.toMillis()) + 1));
  }
}
