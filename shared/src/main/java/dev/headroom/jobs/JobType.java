package dev.headroom.jobs;

/**
 * A kind of job. To add one, implement this, describe its parameters as a JSON Schema in the
 * resource {@code /dev/headroom/jobs/types/<name>.json}, and list it in the worker's wiring.
 *
 * <p>One instance serves all jobs of its type, at the same time: keep no state of a job in it.
 */
public interface JobType {
  /** What clients write as {@code job_type}: lower case, words joined by underscores. */
  String name();

  /**
   * Does the work of one job. The parameters have been held against the schema.
   *
   * @throws Exception anything thrown fails the job; its message is shown to the job's owner only
   *     when it is a {@link dev.headroom.errors.HeadroomException}
   */
  Outcome run(JobRun run) throws Exception;
}
