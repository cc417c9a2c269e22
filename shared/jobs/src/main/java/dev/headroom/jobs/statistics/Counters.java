package dev.headroom.jobs.statistics;

import dev.headroom.aws.Item;
import dev.headroom.jobs.Priority;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Sums of the same counters over all slots.
 *
 * @param values the sums by attribute
 */
record Counters(Map<String, Long> values) {
  private static final Counters NONE = new Counters(Map.of());

  static Counters none() {
    return NONE;
  }

  static Counters sum(Collection<Item> items) {
    Map<String, Long> sum = new HashMap<>();
    for (Item item : items) {
      item.attributes()
          .forEach(
              (name, value) -> {
                if (value.type() == AttributeValue.Type.N
                    && !name.equals(StatisticsItem.EXPIRES_AT)) {
                  sum.merge(name, Long.parseLong(value.n()), Long::sum);
                }
              });
    }
    return new Counters(sum);
  }

  /**
   * Returns how many jobs of a priority are in a state. It is never below 0, although between the
   * reads of two slots a job may have gone from one to the other.
   */
  long of(QueueState state, Priority priority) {
    return Math.max(0, values.getOrDefault(StatisticsItem.counter(state, priority), 0L));
  }

  long of(QueueEvent event, Priority priority) {
    return values.getOrDefault(StatisticsItem.counter(event, priority), 0L);
  }

  /** Returns how many jobs ended, from the counters of totals or of a reset. */
  EndedCounts ended() {
    return new EndedCounts(
        ever(QueueEvent.COMPLETED),
        ever(QueueEvent.FAILED),
        ever(QueueEvent.CANCELLED),
        values.getOrDefault(StatisticsItem.EVER_MILLIS, 0L));
  }

  private long ever(QueueEvent end) {
    return values.getOrDefault(StatisticsItem.ever(end), 0L);
  }

  DurationSketch sketch() {
    Map<Integer, Long> counts = new HashMap<>();
    values.forEach(
        (name, count) -> {
          if (!name.equals(StatisticsItem.MILLIS)) {
            counts.put(Integer.parseInt(name.substring(1)), count);
          }
        });
    return new DurationSketch(counts, values.getOrDefault(StatisticsItem.MILLIS, 0L));
  }

  /** Returns the start of the minute that a row counts. */
  static Instant minute(Item row) {
    return Instant.parse(row.text(StatisticsItem.WHAT).split("#", -1)[1]);
  }
}
