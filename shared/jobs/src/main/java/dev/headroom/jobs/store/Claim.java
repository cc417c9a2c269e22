package dev.headroom.jobs.store;

import dev.headroom.jobs.Job;

/** The result of a worker's attempt to claim a job. */
public sealed interface Claim {
  /**
   * The worker has the job. Every later write is conditional on the job's fencing token.
   *
   * @param job as it was when it was claimed
   */
  record Granted(Job job) implements Claim {}

  /** The message is out of date: the job has ended, or another worker has it or has had it. */
  record NothingToDo() implements Claim {}
}
