package dev.headroom.cache;

/**
 * A point in time by two clocks: one that does not jump, and one that goes on while a machine is
 * frozen. Time that passed is what either says, whichever is more.
 *
 * @param nanos monotonic
 * @param millis since the epoch
 */
record Moment(long nanos, long millis) {
  /** Whether more than so many milliseconds passed until another moment. */
  boolean isOlderThan(long age, long laterNanos, long laterMillis) {
    return laterNanos - nanos > age * 1_000_000 || laterMillis - millis > age;
  }

  /** Milliseconds until another moment. */
  long millisUntil(Moment later) {
    return Math.max((later.nanos - nanos) / 1_000_000, later.millis - millis);
  }

  /** Whether this is the later one, by the clock that does not jump. */
  boolean isAfter(Moment other) {
    return nanos - other.nanos > 0;
  }
}
