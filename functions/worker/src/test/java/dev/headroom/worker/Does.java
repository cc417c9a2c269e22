package dev.headroom.worker;

import dev.headroom.jobs.JobRun;
import dev.headroom.jobs.JobWork;
import dev.headroom.jobs.Outcome;

/** Work that does what a test says. */
record Does(JobWork work) implements JobWork {
  @Override
  public Outcome run(JobRun run) throws Exception {
    return work.run(run);
  }
}
