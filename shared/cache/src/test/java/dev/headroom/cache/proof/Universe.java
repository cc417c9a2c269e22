package dev.headroom.cache.proof;

import java.time.Duration;

/** True time, in nanoseconds, which goes on by a little whenever anybody looks at a clock. */
final class Universe {
  private static final long A_LOOK = 1_000;

  private long now = 1_000_000_000_000L;
  private long look = A_LOOK;

  synchronized long look() {
    now += look;
    return now;
  }

  /** Without it going on. */
  synchronized long now() {
    return now;
  }

  synchronized void pass(Duration time) {
    now += time.toNanos();
  }

  /** Whoever waits for something gives up at once. */
  synchronized void hurry(boolean on) {
    look = on ? Duration.ofMillis(150).toNanos() : A_LOOK;
  }
}
