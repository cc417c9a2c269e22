package dev.headroom.jobs.statistics;

import dev.headroom.jobs.Job;
import dev.headroom.jobs.JobStatus;
import dev.headroom.jobs.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The place of a waiting job in its queue, and when it may start. Both are estimates: SQS keeps no
 * strict order and is fair among tenants, and the counts follow the table within a second or two.
 *
 * <p>The place is the number of jobs of the same tenant and priority that are in the queue now,
 * less those that came after this one. It is exact when jobs are started in the order in which they
 * came. Arrivals are counted by the minute; of those in the job's own minute, a share is taken to
 * have come after it that is as large as the share of the minute that was left.
 *
 * <p>The start is that many jobs from now, at the rate at which jobs of the same tenant and
 * priority were started lately: over the fewest minutes that have ten starts, at most 15.
 *
 * @param place the place from 1, which is next; empty when it is not known
 * @param estimatedStart the estimate; empty when it is not known
 * @param unknown why one or both are not known, in plain sentences; empty when both are known
 */
public record QueuePosition(
    OptionalLong place, Optional<Instant> estimatedStart, Optional<String> unknown) {

  /** The position of a job that has begun or ended. */
  public static final QueuePosition NOT_WAITING = unknown("The job is not waiting.");

  /** Returns the first of the minutes that {@link #of} needs. */
  static Instant firstMinute(Job job, Instant now) {
    Instant rate = now.minus(Duration.ofMinutes(MinuteRows.LATELY_MINUTES));
    Instant came = job.runAfter();
    return MinuteRows.minute(came.isBefore(rate) && !isForgotten(job, now) ? came : rate);
  }

  static QueuePosition of(Job job, Counters totals, MinuteRows minutes, Instant now) {
    Priority priority = job.options().priority();
    long waiting = totals.of(QueueState.PENDING, priority);
    OptionalDouble rate = minutes.startedPerSecond(priority, now);
    if (job.status() != JobStatus.PENDING) {
      return NOT_WAITING;
    }
    if (job.runAfter().isAfter(now)) {
      return notYet(job.runAfter(), waiting, rate, now);
    }
    if (isForgotten(job, now)) {
      return unknown(
          "The job has waited for more than %d hours, and earlier arrivals are not counted any more."
              .formatted(StatisticsItem.MINUTES_KEPT.toHours()));
    }
    long place = Math.max(1, waiting - cameAfter(job, minutes, now));
    Optional<Instant> start = start(place, rate, now);
    return new QueuePosition(
        OptionalLong.of(place),
        start,
        start.isPresent()
            ? Optional.empty()
            : Optional.of(
                "No job of this priority was started in the last %d minutes, so the start cannot be estimated."
                    .formatted(MinuteRows.LATELY_MINUTES)));
  }

  private static QueuePosition notYet(
      Instant runAfter, long waiting, OptionalDouble rate, Instant now) {
    Optional<Instant> start = waiting == 0 ? Optional.of(runAfter) : start(waiting, rate, now);
    return new QueuePosition(
        OptionalLong.empty(),
        start.map(at -> at.isBefore(runAfter) ? runAfter : at),
        Optional.of("The job is scheduled for later and has no place in the queue yet."));
  }

  private static QueuePosition unknown(String why) {
    return new QueuePosition(OptionalLong.empty(), Optional.empty(), Optional.of(why));
  }

  private static Optional<Instant> start(long place, OptionalDouble rate, Instant now) {
    return rate.isPresent()
        ? Optional.of(now.plusMillis(Math.round(1_000 * place / rate.getAsDouble())))
        : Optional.empty();
  }

  private static boolean isForgotten(Job job, Instant now) {
    return job.runAfter().isBefore(now.minus(StatisticsItem.MINUTES_KEPT));
  }

  private static long cameAfter(Job job, MinuteRows minutes, Instant now) {
    Priority priority = job.options().priority();
    Instant minute = MinuteRows.minute(job.runAfter());
    Instant next = minute.plus(Duration.ofMinutes(1));
    Instant end = now.isBefore(next) ? now : next;
    long others = Math.max(0, minutes.at(QueueEvent.QUEUED, priority, minute) - 1);
    double left = Duration.between(job.runAfter(), end).toMillis();
    double whole = Math.max(1, Duration.between(minute, end).toMillis());
    return Math.round(others * left / whole) + minutes.since(QueueEvent.QUEUED, priority, next);
  }
}
