package dev.headroom.jobs.statistics;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sums up what some changes add to the counters. */
final class Deltas {
  /** DynamoDB's bound on the items of one transaction, less the position. */
  private static final int MAX_ITEMS = 99;

  /**
   * An update expression has at most 4 KB. Only the items of durations have many counters, and each
   * one takes 12 bytes.
   */
  private static final int MAX_COUNTERS = 250;

  private final int slot;
  private final Map<StatisticsItem, Map<String, Long>> counters = new LinkedHashMap<>();
  private final Map<String, Instant> asOf = new HashMap<>();

  private Deltas(int slot) {
    this.slot = slot;
  }

  static Deltas of(int slot, Collection<Change> changes) {
    var deltas = new Deltas(slot);
    changes.forEach(deltas::count);
    deltas.counters.values().forEach(counts -> counts.values().removeIf(count -> count == 0));
    deltas.counters.values().removeIf(Map::isEmpty);
    // Whatever is counted of a tenant, its totals say as of when.
    List.copyOf(deltas.counters.keySet()).forEach(deltas::dated);
    return deltas;
  }

  private void dated(StatisticsItem item) {
    switch (item) {
      case StatisticsItem.Durations(String tenant, _, _) -> counters(totals(tenant));
      case StatisticsItem.Minute(String tenant, _, _) -> counters(totals(tenant));
      case StatisticsItem.Totals _, StatisticsItem.Position _, StatisticsItem.Reset _ -> {}
    }
  }

  boolean isEmpty() {
    return counters.isEmpty();
  }

  /** Whether the deltas fit into one transaction. */
  boolean fit() {
    return counters.size() <= MAX_ITEMS
        && counters.values().stream().allMatch(counts -> counts.size() <= MAX_COUNTERS);
  }

  /** Returns what is added to each counter of each item; no value is 0. */
  Map<StatisticsItem, Map<String, Long>> counters() {
    return counters;
  }

  /** Returns the time of a tenant's latest change. */
  Instant asOf(String tenant) {
    return Optional.ofNullable(asOf.get(tenant)).orElseThrow();
  }

  private void count(Change change) {
    change.before().ifPresent(job -> stands(job, -1));
    change.after().ifPresent(job -> stands(job, 1));
    waits(change);
    change
        .after()
        .filter(job -> change.before().map(JobImage::state).filter(job.state()::equals).isEmpty())
        .ifPresent(this::came);
    asOf.merge(change.tenant(), change.at(), (one, other) -> one.isAfter(other) ? one : other);
  }

  /** Counts a job that is kept by its state. */
  private void stands(JobImage job, int by) {
    add(totals(job.tenant()), StatisticsItem.counter(job.state(), job.priority()), by);
    job.processingTime()
        .ifPresent(
            time -> {
              var durations = new StatisticsItem.Durations(job.tenant(), job.priority(), slot);
              add(durations, StatisticsItem.counter(DurationSketch.bucket(time)), by);
              add(durations, StatisticsItem.MILLIS, by * time.toMillis());
            });
  }

  /** Counts a job that came into its queue, unless it has left the queue without being started. */
  private void waits(Change change) {
    Optional<JobImage> before = change.before().filter(job -> job.state() == QueueState.PENDING);
    Optional<JobImage> after = change.after().filter(job -> job.state() == QueueState.PENDING);
    if (before.map(JobImage::runAfter).equals(after.map(JobImage::runAfter))) {
      return;
    }
    after.ifPresent(job -> add(job, QueueEvent.QUEUED, job.runAfter(), 1));
    boolean started = change.after().filter(job -> job.state() == QueueState.RUNNING).isPresent();
    before.filter(_ -> !started).ifPresent(job -> add(job, QueueEvent.QUEUED, job.runAfter(), -1));
  }

  /** Counts that a job has come into its state. */
  private void came(JobImage job) {
    switch (job.state()) {
      case SCHEDULED, PENDING -> {}
      case RUNNING -> happened(job, QueueEvent.STARTED, job.startedAt());
      case COMPLETED -> ended(job, QueueEvent.COMPLETED);
      case FAILED -> ended(job, QueueEvent.FAILED);
      case CANCELLED -> ended(job, QueueEvent.CANCELLED);
    }
  }

  /** Counts an end. Its counter in the totals is never decreased, whatever becomes of the job. */
  private void ended(JobImage job, QueueEvent end) {
    happened(job, end, job.completedAt());
    add(totals(job.tenant()), StatisticsItem.ever(end), 1);
    job.processingTime()
        .ifPresent(time -> add(totals(job.tenant()), StatisticsItem.EVER_MILLIS, time.toMillis()));
  }

  private void happened(JobImage job, QueueEvent event, Optional<Instant> at) {
    at.ifPresent(instant -> add(job, event, instant, 1));
  }

  private void add(JobImage job, QueueEvent event, Instant at, int by) {
    add(
        StatisticsItem.Minute.of(job.tenant(), at, slot),
        StatisticsItem.counter(event, job.priority()),
        by);
  }

  private void add(StatisticsItem item, String counter, long by) {
    counters(item).merge(counter, by, Long::sum);
  }

  private Map<String, Long> counters(StatisticsItem item) {
    return counters.computeIfAbsent(item, _ -> new HashMap<>());
  }

  private StatisticsItem totals(String tenant) {
    return new StatisticsItem.Totals(tenant, slot);
  }
}
