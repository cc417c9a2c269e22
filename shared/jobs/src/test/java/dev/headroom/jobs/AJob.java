package dev.headroom.jobs;

import dev.headroom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Builds a job that shows only what matters to a test. */
final class AJob {
  private final JobTable table;
  private String tenant = "acme";
  private Submission wish = Submission.of("noop", Json.SNAKE_CASE.createObjectNode());

  AJob(JobTable table) {
    this.table = table;
  }

  AJob of(String tenant) {
    this.tenant = tenant;
    return this;
  }

  AJob withType(String type) {
    wish = new Submission(type, wish.parameters(), wish.terms(), wish.delay(), Optional.empty());
    return this;
  }

  AJob withPriority(Priority priority) {
    return on(wish.terms().withPriority(priority));
  }

  AJob withMaxAttempts(int attempts) {
    return on(wish.terms().withMaxAttempts(attempts));
  }

  AJob withTimeout(Duration timeout) {
    return on(wish.terms().withTimeout(timeout));
  }

  AJob withTags(String... tags) {
    return on(wish.terms().withTags(List.of(tags)));
  }

  AJob withDelay(Duration delay) {
    wish = wish.after(delay);
    return this;
  }

  private AJob on(JobTerms terms) {
    wish = wish.on(terms);
    return this;
  }

  Job build() {
    return Job.pending(
        table.nextId(), tenant, wish, Pool.GENERAL, table.clock.instant(), JobTable.aPayload());
  }

  /** In the table; nothing has been sent for it. */
  Job created() {
    Job job = build();
    // A write whose answer was lost is repeated, and then finds itself.
    var existing = table.store.create(job, Optional.empty());
    if (existing.isPresent() && !existing.get().job().equals(job)) {
      throw new AssertionError("There was a job " + job.id());
    }
    return job;
  }

  /** A worker has it. */
  Claim.Granted claimed() {
    return table.granted(created());
  }

  /** Its first slice has ended, and no worker has begun the next. */
  Job betweenSlices() {
    return table.store.endSlice(claimed(), JobTable.aPayload("half"), 0.5, "half").orElseThrow();
  }

  /** Its last attempt failed, and the next waits. */
  Job retriedAt(Instant next) {
    return table.store.retry(Fence.of(claimed()), "It did not work.", next).orElseThrow();
  }

  Job completed() {
    Claim.Granted claim = claimed();
    ended(table.store.complete(claim, JobTable.aPayload(), ""));
    return table.now(claim.job());
  }

  Job failed() {
    Claim.Granted claim = claimed();
    ended(table.store.fail(Fence.of(claim), "It did not work."));
    return table.now(claim.job());
  }

  Job cancelled() {
    return table.store.cancel(created()).orElseThrow();
  }

  private static void ended(boolean ended) {
    if (!ended) {
      throw new AssertionError("The claim was lost");
    }
  }
}
