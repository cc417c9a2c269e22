package dev.headroom.jobs;

/**
 * The work of one type of job. One instance serves all jobs of its type, at the same time: keep no
 * state of a job in it.
 */
@FunctionalInterface
public interface JobWork {
  /**
   * Does the work of one job, or of one slice of it. The parameters have been validated against the
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
