package dev.headroom.jobs.statistics;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.headroom.aws.Item;
import dev.headroom.jobs.Priority;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Counts of events, minute by minute.
 *
 * @param byStart the counters of each minute by its start; minutes without events are missing
 */
record MinuteRows(NavigableMap<Instant, Counters> byStart) {
  /** How many starts are enough to estimate a queue's rate, however quickly they came. */
  private static final int ENOUGH_STARTS = 10;

  /** How many minutes back starts are counted for a queue's present rate. */
  static final int LATELY_MINUTES = 15;

  static MinuteRows of(List<Item> rows) {
    return new MinuteRows(
        rows.stream()
            .collect(
                groupingBy(
                    Counters::minute, TreeMap::new, collectingAndThen(toList(), Counters::sum))));
  }

  static Instant minute(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MINUTES);
  }

  long at(QueueEvent event, Priority priority, Instant minute) {
    return byStart.getOrDefault(minute, Counters.none()).of(event, priority);
  }

  /** Returns the count of an event from a minute on, that one included. */
  long since(QueueEvent event, Priority priority, Instant minute) {
    return byStart.tailMap(minute, true).values().stream()
        .mapToLong(row -> row.of(event, priority))
        .sum();
  }

  /** Returns events per second over the minute that has begun and some before it. */
  double perSecond(QueueEvent event, Priority priority, int before, Instant now) {
    Instant from = minute(now).minus(before, ChronoUnit.MINUTES);
    return since(event, priority, from) / seconds(from, now);
  }

  /**
   * Returns starts per second over the fewest minutes back from now that have ten starts, at most
   * 15; empty when there was none.
   */
  OptionalDouble startedPerSecond(Priority priority, Instant now) {
    long started = 0;
    Instant first = now;
    for (int back = 0; back <= LATELY_MINUTES && started < ENOUGH_STARTS; back++) {
      Instant minute = minute(now).minus(back, ChronoUnit.MINUTES);
      long inIt = at(QueueEvent.STARTED, priority, minute);
      first = inIt > 0 ? minute : first;
      started += inIt;
    }
    return started > 0 ? OptionalDouble.of(started / seconds(first, now)) : OptionalDouble.empty();
  }

  private static double seconds(Instant from, Instant to) {
    return Math.max(1, Duration.between(from, to).toMillis() / 1_000.0);
  }
}
