package dev.headroom.jobs;

/**
 * A kind of work. To add one, implement this, put the JSON Schema of its parameters at {@code
 * dev/headroom/jobs/types/<name>.json}, and list it in the worker's wiring.
 *
 * <p>One instance serves all jobs of its type, at the same time: keep no state of a job in it.
 */
public interface JobType {
  /** What clients write as {@code job_type}: lower case, words joined by underscores. */
  String name();

  /**
   * Does the work of one job, or of one slice of it. The parameters have been held against the
   * schema.
   *
   * <p>When the job is cancelled or its time is over, the thread is interrupted: let {@link
   * InterruptedException} pass, and look at {@link Thread#interrupted} in long computations. A run
   * that has not ended a second later is abandoned; whatever it still does has no effect on the
   * job.
   *
   * @throws Exception fails the attempt. A {@link dev.headroom.errors.HeadroomException} is shown
   *     to the job's owner, and ends the job unless it says that something is unavailable or too
   *     much at the moment; anything else is logged, and the job is tried again.
   */
  Outcome run(JobRun run) throws Exception;
}
