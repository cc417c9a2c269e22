package dev.headroom.cache.clock;

/**
 * A point in time by two clocks: one that does not jump, and one that goes on while a machine is
 * frozen. The time between two points is what either clock says, whichever is more.
 *
 * @param nanos nanoseconds of the monotonic clock
 * @param millis milliseconds since the epoch
 */
public record DualTimestamp(long nanos, long millis) {
  /**
   * Returns true when more than {@code age} milliseconds passed between this point and a later one.
   */
  public boolean isOlderThan(long age, long laterNanos, long laterMillis) {
    return laterNanos - nanos > age * 1_000_000 || laterMillis - millis > age;
  }

  /** Returns the milliseconds between this point and a later one. */
  public long millisUntil(DualTimestamp later) {
    return Math.max((later.nanos - nanos) / 1_000_000, later.millis - millis);
  }

  /** Returns true when this is the later one, by the clock that does not jump. */
  public boolean isAfter(DualTimestamp other) {
    return nanos - other.nanos > 0;
  }
}
