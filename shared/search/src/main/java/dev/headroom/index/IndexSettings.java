package dev.headroom.index;

import dev.headroom.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * The settings of the index's division, its readers and its local copies.
 *
 * @param partitions the number of partitions of each tenant, 1, 2, 4, 8 or 16: {@code
 *     SEARCH_PARTITIONS}
 * @param refresh the greatest age of an index that is searched: {@code SEARCH_REFRESH_MS}
 * @param localBytes the size of the indexes, in bytes, that a function keeps on its machine: {@code
 *     SEARCH_LOCAL_MB}
 */
public record IndexSettings(int partitions, Duration refresh, long localBytes) {
  private static final long BYTES_PER_MB = 1_000_000;

  /** Reads {@code SEARCH_*}; {@link Settings#check} reports what is invalid. */
  public static IndexSettings read(Settings settings) {
    return new IndexSettings(
        settings.integer("SEARCH_PARTITIONS", 1, List.of(1, 2, 4, 8, 16)),
        Duration.ofMillis(settings.integer("SEARCH_REFRESH_MS", 500, 0, 60_000)),
        settings.integer("SEARCH_LOCAL_MB", 400, 1, 10_000) * BYTES_PER_MB);
  }
}
