package dev.headroom.worker;

import dev.headroom.jobs.JobRun;
import dev.headroom.jobs.JobType;
import dev.headroom.jobs.Outcome;

/** A job type that does what a test says. */
record Does(Work work) implements JobType {
  /** What is done. */
  interface Work {
    Outcome of(JobRun run) throws Exception;
  }

  @Override
  public String name() {
    return "noop";
  }

  @Override
  public Outcome run(JobRun run) throws Exception {
    return work.of(run);
  }
}
