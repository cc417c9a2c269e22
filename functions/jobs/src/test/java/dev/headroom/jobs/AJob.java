package dev.headroom.jobs;

import java.util.Optional;

/** Builds a job that shows only what matters to a test. */
final class AJob {
  private final JobTable table;
  private String tenant = "acme";
  private String type = "noop";
  private Priority priority = Priority.NORMAL;

  AJob(JobTable table) {
    this.table = table;
  }

  AJob of(String tenant) {
    this.tenant = tenant;
    return this;
  }

  AJob withType(String type) {
    this.type = type;
    return this;
  }

  AJob withPriority(Priority priority) {
    this.priority = priority;
    return this;
  }

  Job build() {
    return new Job(
        table.nextId(),
        tenant,
        type,
        priority,
        JobStatus.PENDING,
        0,
        Optional.empty(),
        0,
        1,
        table.clock.instant(),
        Optional.empty(),
        Optional.empty(),
        JobTable.aPayload(),
        Optional.empty(),
        Optional.empty());
  }

  Job created() {
    Job job = build();
    table.store.create(job);
    return job;
  }

  Claim.Granted claimed() {
    Job job = created();
    return (Claim.Granted) table.store.claim(job.id(), job.tenant(), "a worker");
  }
}
