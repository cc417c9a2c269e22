package dev.headroom.cleanup.advice;

import java.util.Locale;

/** Numbers as they are told. */
final class Figures {
  private static final double BYTES_PER_MB = 1_000_000;

  private Figures() {}

  static String megabytes(double bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / BYTES_PER_MB);
  }

  /** Milliseconds as seconds, exactly. */
  static String seconds(long millis) {
    return decimal(millis / 1_000.0) + " s";
  }

  static String decimal(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  /** An estimate of work, as it is given: whole milliseconds. */
  static double rounded(double seconds) {
    return Math.round(1_000 * seconds) / 1_000.0;
  }

  /** The longest interval of whole minutes that is no longer. */
  static long wholeMinutes(long seconds) {
    return seconds / ScheduleHistory.TICK * ScheduleHistory.TICK;
  }
}
