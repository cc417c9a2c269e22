package dev.headroom.cache.statistics;

import dev.headroom.cache.clock.DualClock;
import dev.headroom.cache.clock.DualTimestamp;
import dev.headroom.redis.RedisUnavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports what this process counted, each count once: a report that was not answered is sent again
 * under its mark, and added if it was not added before.
 */
final class CountReporter {
  private static final Logger LOG = LoggerFactory.getLogger(CountReporter.class);

  /** An older report is dropped: its mark may be gone, and it would be added twice. */
  private static final Duration MAX_AGE = StatisticsStore.MARK_LIFE.minusMinutes(1);

  /** While so many wait for Redis, what is counted stays with the counters. */
  private static final int MAX_REPORTS = 16;

  private final StatisticsStore store;
  private final Supplier<? extends Iterable<NamespaceCounters>> counters;
  private final DualClock clock;
  private final RandomGenerator random;
  private final ReentrantLock reporting = new ReentrantLock();
  private final ArrayDeque<Report> reports = new ArrayDeque<>();

  /**
   * Creates a reporter.
   *
   * @param counters those of all namespaces that this process uses
   * @param random makes the marks
   */
  CountReporter(
      StatisticsStore store,
      Supplier<? extends Iterable<NamespaceCounters>> counters,
      DualClock clock,
      RandomGenerator random) {
    this.store = store;
    this.counters = counters;
    this.clock = clock;
    this.random = random;
  }

  private record Report(
      String tenant, String mark, Map<String, Long> counts, DualTimestamp taken) {}

  /** Reports what was counted since the last time; what is not answered is reported later. */
  void report() {
    // Whoever waits here finds that what it counted was reported with what others counted.
    reporting.lock();
    try {
      if (reports.size() < MAX_REPORTS) {
        take();
      }
      DualTimestamp now = clock.now();
      reports.removeIf(report -> report.taken().millisUntil(now) > MAX_AGE.toMillis());
      send();
    } finally {
      reporting.unlock();
    }
  }

  private void take() {
    var tenants = new LinkedHashMap<String, Map<String, Long>>();
    for (NamespaceCounters each : counters.get()) {
      each.take()
          .forEach(
              (event, count) ->
                  tenants
                      .computeIfAbsent(each.namespace().tenant(), _ -> new TreeMap<>())
                      .merge(
                          StatisticsFields.of(each.namespace().name(), event), count, Long::sum));
    }
    DualTimestamp now = clock.now();
    tenants.forEach((tenant, counts) -> reports.add(new Report(tenant, mark(), counts, now)));
  }

  private String mark() {
    var mark = new byte[16];
    random.nextBytes(mark);
    return HexFormat.of().formatHex(mark);
  }

  private void send() {
    try {
      while (!reports.isEmpty()) {
        Report report = reports.getFirst();
        store.add(report.tenant(), report.mark(), report.counts());
        reports.removeFirst();
      }
    } catch (RedisUnavailable e) {
      LOG.debug("The cache's statistics will be reported later", e);
    }
  }
}
