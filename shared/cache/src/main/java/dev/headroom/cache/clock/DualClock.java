package dev.headroom.cache.clock;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.InstantSource;

/**
 * The two clocks of a process.
 *
 * @param monotonic a clock that does not jump; it may stand still while the machine is frozen
 * @param wall the time of day, by which entries expire
 */
public record DualClock(Ticker monotonic, InstantSource wall) {
  /** Returns the time by both clocks. */
  public DualTimestamp now() {
    return new DualTimestamp(monotonic.read(), wall.millis());
  }

  /** Returns the nanoseconds of the monotonic clock. */
  public long nanos() {
    return monotonic.read();
  }

  /** Returns the milliseconds since the epoch. */
  public long millis() {
    return wall.millis();
  }
}
