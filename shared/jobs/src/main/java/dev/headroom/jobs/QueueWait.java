package dev.headroom.jobs;

import java.time.Duration;
import java.time.Instant;

/**
 * The wait of a pending job. It waits in its queue or, when its time is farther off than a queue
 * can delay a message, in the table alone.
 *
 * @param runAfter when the job may start
 * @param isScheduled whether it is in no queue yet
 * @param dueAt when the sweeper looks at it, should no worker have begun it by then
 */
public record QueueWait(Instant runAfter, boolean isScheduled, Instant dueAt) {
  /** How long after its time a job that has not begun is looked at. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Returns how a job waits from now on that may start at an instant. */
  public static QueueWait of(Instant runAfter, Instant now) {
    boolean farOff = Duration.between(now, runAfter).compareTo(JobQueue.MAX_DELAY) > 0;
    return new QueueWait(
        runAfter, farOff, farOff ? runAfter.minus(JobQueue.MAX_DELAY) : runAfter.plus(PATIENCE));
  }
}
