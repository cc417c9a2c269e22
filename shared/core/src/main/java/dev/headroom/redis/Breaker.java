package dev.headroom.redis;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * A circuit breaker: after some failures in a row nobody waits any more; once in a while one caller
 * tries, and when that goes well everybody may.
 */
final class Breaker {
  private static final int FAILURES = 3;
  private static final long PAUSE = Duration.ofMillis(500).toNanos();

  private final Ticker ticker;

  /** In a row; written under the lock, and read without it while there are none. */
  private volatile int failures;

  private long openUntil;

  Breaker(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Whether a call may be made now; whoever is told so must report how it went. */
  boolean mayCall() {
    return failures < FAILURES || mayTry();
  }

  private synchronized boolean mayTry() {
    long now = ticker.read();
    if (now - openUntil < 0) {
      return false;
    }
    openUntil = now + PAUSE;
    return true;
  }

  void succeeded() {
    if (failures != 0) {
      reset();
    }
  }

  private synchronized void reset() {
    failures = 0;
  }

  synchronized void failed() {
    failures++;
    openUntil = ticker.read() + PAUSE;
  }
}
