package dev.headroom.jobs;

import static dev.headroom.jobs.JobItem.number;
import static dev.headroom.jobs.JobItem.text;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How a pending job waits: in its queue, or, when its time is farther off than a queue can delay a
 * message, in the table alone.
 *
 * @param dueAt when the sweeper is to look at it, should no worker have begun it by then
 */
record Wait(Instant runAfter, boolean isScheduled, Instant dueAt) {
  /** How soon after its time a job that has not begun is looked at. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  static Wait of(Instant runAfter, Instant now) {
    boolean farOff = Duration.between(now, runAfter).compareTo(JobQueue.MAX_DELAY) > 0;
    return new Wait(
        runAfter, farOff, farOff ? runAfter.minus(JobQueue.MAX_DELAY) : runAfter.plus(PATIENCE));
  }

  /** What a job that waits like this has in the table. */
  Map<String, AttributeValue> attributes(Job job) {
    String filing = isScheduled ? JobItem.SCHEDULED : JobItem.waiting(job.terms().priority());
    return Map.of(
        JobItem.RUN_AFTER, text(runAfter),
        JobItem.DUE_AT, number(dueAt.toEpochMilli()),
        JobItem.STATUS_KEY, text(JobItem.statusKey(filing, job.id(), job.tenant())));
  }
}
