package dev.headroom.cleanup.runs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of the present epoch of the statistics.
 *
 * @param epoch how many resets were before it
 * @param since when it began; null in the first epoch
 * @param totals what all runs had done by then
 */
public record Baseline(long epoch, @Nullable Instant since, Totals totals) {
  static final Baseline FIRST = new Baseline(0, null, Totals.NONE);
}
