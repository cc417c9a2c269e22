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

  /** Failures in a row; written under the lock, and read without it while there are none. */
  private volatile int failures;

  private long openUntil;

  Breaker(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Returns true when a call may be made now; its caller must then report how it went. */
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
