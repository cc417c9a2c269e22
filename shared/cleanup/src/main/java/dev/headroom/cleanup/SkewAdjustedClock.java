package dev.headroom.cleanup;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * This machine's clock, put back by as much as it was ahead of AWS's when the two were last
 * compared. A clock that runs ahead takes for old what is young, and leaves leases and schedules
 * that nobody looks at for a year; one that is behind makes things wait. So the earlier is
 * believed.
 */
public final class SkewAdjustedClock implements InstantSource {
  private final InstantSource own;
  private volatile Duration ahead = Duration.ZERO;

  public SkewAdjustedClock(InstantSource own) {
    this.own = own;
  }

  /**
   * Compares the two, when an invocation begins. An event that comes late makes it seem slow until
   * the next one.
   *
   * @param sentAt when AWS sent the event, by its clock
   */
  public void heard(Instant sentAt) {
    Duration difference = Duration.between(sentAt, own.instant());
    ahead = difference.isNegative() ? Duration.ZERO : difference;
  }

  @Override
  public Instant instant() {
    return own.instant().minus(ahead);
  }
}
