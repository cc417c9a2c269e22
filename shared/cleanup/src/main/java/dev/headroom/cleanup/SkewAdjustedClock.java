package dev.headroom.cleanup;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * This machine's clock, put back by as much as it was ahead of the time at AWS when the two were
 * last compared.
 *
 * <p>With a clock that is ahead, young entries would seem old, and leases and schedules would be
 * due too late. With one that is behind, runs and schedules only wait. So the earlier of the two is
 * used.
 */
public final class SkewAdjustedClock implements InstantSource {
  private final InstantSource own;
  private volatile Duration ahead = Duration.ZERO;

  /**
   * Wraps a clock, and does not adjust it yet.
   *
   * @param own this machine's clock
   */
  public SkewAdjustedClock(InstantSource own) {
    this.own = own;
  }

  /**
   * Compares the two clocks; to be called when an invocation begins. An event that arrives late
   * makes this clock slow until the next event.
   *
   * @param sentAt when AWS sent the event, by the clock of AWS
   */
  public void adjust(Instant sentAt) {
    Duration difference = Duration.between(sentAt, own.instant());
    ahead = difference.isNegative() ? Duration.ZERO : difference;
  }

  /** Returns the time by the adjusted clock. */
  @Override
  public Instant instant() {
    return own.instant().minus(ahead);
  }
}
