package dev.headroom.cleanup.advice;

import java.util.Locale;

/** Writes numbers as advice shows them. */
final class Figures {
  private static final double BYTES_PER_MB = 1_000_000;

  private Figures() {}

  /** Returns a number of days in words, such as "1 day". */
  static String days(long number) {
    return number == 1 ? "1 day" : number + " days";
  }

  static String megabytes(double bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / BYTES_PER_MB);
  }

  /** Returns milliseconds as seconds, exactly. */
  static String seconds(long millis) {
    return decimal(millis / 1_000.0) + " s";
  }

  static String decimal(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  /** Rounds an estimate of work to whole milliseconds. */
  static double rounded(double seconds) {
    return Math.round(1_000 * seconds) / 1_000.0;
  }

  /** Returns the longest interval of whole minutes that is not longer than this one. */
  static long wholeMinutes(long seconds) {
    return seconds / ScheduleHistory.TICK * ScheduleHistory.TICK;
  }
}
