package dev.headroom.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Stands still until it is moved. It begins in the far future, because the engine deletes expired
 * items by the time of the machine.
 */
public final class TestClock implements InstantSource {
  private volatile Instant now = Instant.parse("2126-01-02T03:04:05.678Z");

  @Override
  public Instant instant() {
    return now;
  }

  public void advance(Duration by) {
    now = now.plus(by);
  }
}
