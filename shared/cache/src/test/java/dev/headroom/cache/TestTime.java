package dev.headroom.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Both clocks of a process, moved by hand. */
final class TestTime implements InstantSource, Ticker {
  private Instant wall = Instant.parse("2026-11-20T12:00:00Z");
  private long nanos = 1_000_000_000;

  synchronized void pass(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }

  /** The process is frozen: only the wall clock goes on. */
  synchronized void freeze(Duration time) {
    wall = wall.plus(time);
  }

  @Override
  public synchronized Instant instant() {
    return wall;
  }

  /** Each look is a little later than the one before, as it is in life. */
  @Override
  public synchronized long read() {
    return nanos++;
  }
}
