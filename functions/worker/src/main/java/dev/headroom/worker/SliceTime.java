package dev.headroom.worker;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long one slice may take: by the job's timeout, and by the function's own. Measured by the
 * clock that never jumps.
 */
final class SliceTime {
  /**
   * By which time slices go.
   *
   * @param nanos as of {@link System#nanoTime}
   * @param grace how long work that was told to stop has for it
   */
  record Pace(LongSupplier nanos, Duration grace) {
    static final Pace USUAL = new Pace(System::nanoTime, Duration.ofSeconds(1));
  }

  private static final Duration LONGEST_WARNING = Duration.ofSeconds(60);
  private static final Duration LONGEST_RESERVE = Duration.ofSeconds(5);

  private final Pace pace;
  private final long timeoutNanos;
  private final long yieldNanos;
  private final long cutNanos;

  /**
   * A slice that begins now.
   *
   * @param attempt what is left of the attempt's timeout
   * @param function what is left of the function's: work is asked to yield a minute before its end,
   *     or when three quarters of it have gone if that is later, and is cut off 5 seconds before
   *     its end, or when nine tenths have gone
   */
  SliceTime(Pace pace, Duration attempt, Duration function) {
    long now = pace.nanos().getAsLong();
    this.pace = pace;
    this.timeoutNanos = now + attempt.toNanos();
    this.yieldNanos =
        now + function.minus(shorter(LONGEST_WARNING, function.dividedBy(4))).toNanos();
    this.cutNanos =
        now + function.minus(shorter(LONGEST_RESERVE, function.dividedBy(10))).toNanos();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  Duration untilTimeout() {
    return until(timeoutNanos);
  }

  Duration untilYield() {
    return until(yieldNanos);
  }

  Duration untilCut() {
    return until(cutNanos);
  }

  Duration grace() {
    return pace.grace();
  }

  private Duration until(long nanos) {
    return Duration.ofNanos(nanos - pace.nanos().getAsLong());
  }
}
