package dev.headroom.jobs;

import dev.headroom.jobs.store.Claim;
import dev.headroom.jobs.store.FencedUpdate;
import dev.headroom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Builds a job that shows only what matters to a test. */
public final class AJob {
  private final JobTable table;
  private String tenant = "acme";
  private Submission wish = Submission.of("noop", Json.SNAKE_CASE.createObjectNode());

  public AJob(JobTable table) {
    this.table = table;
  }

  public AJob of(String tenant) {
    this.tenant = tenant;
    return this;
  }

  public AJob withType(String type) {
    wish = new Submission(type, wish.parameters(), wish.options(), wish.delay(), Optional.empty());
    return this;
  }

  public AJob withPriority(Priority priority) {
    return with(wish.options().withPriority(priority));
  }

  public AJob withMaxAttempts(int attempts) {
    return with(wish.options().withMaxAttempts(attempts));
  }

  public AJob withTimeout(Duration timeout) {
    return with(wish.options().withTimeout(timeout));
  }

  public AJob withTags(String... tags) {
    return with(wish.options().withTags(List.of(tags)));
  }

  public AJob withDelay(Duration delay) {
    wish = wish.after(delay);
    return this;
  }

  private AJob with(JobOptions options) {
    wish = wish.with(options);
    return this;
  }

  public Job build() {
    return Job.pending(
        table.nextId(), tenant, wish, Pool.GENERAL, table.clock.instant(), JobTable.aPayload());
  }

  /** In the table; nothing has been sent for it. */
  public Job created() {
    Job job = build();
    // A write whose answer was lost is repeated, and then finds itself.
    var existing = table.transitions.create(job, Optional.empty());
    if (existing.isPresent() && !existing.get().job().equals(job)) {
      throw new AssertionError("There was a job " + job.id());
    }
    return job;
  }

  /** A worker has it. */
  public Claim.Granted claimed() {
    return table.granted(created());
  }

  /** Its first slice has ended, and no worker has begun the next. */
  public Job betweenSlices() {
    return table.claims.endSlice(claimed(), JobTable.aPayload("half"), 0.5, "half").orElseThrow();
  }

  /** Its last attempt failed, and the next waits. */
  public Job retriedAt(Instant next) {
    return table
        .transitions
        .retry(FencedUpdate.of(claimed()), "It did not work.", next)
        .orElseThrow();
  }

  public Job completed() {
    Claim.Granted claim = claimed();
    ended(table.claims.complete(claim, JobTable.aPayload(), ""));
    return table.now(claim.job());
  }

  public Job failed() {
    Claim.Granted claim = claimed();
    ended(table.transitions.fail(FencedUpdate.of(claim), "It did not work."));
    return table.now(claim.job());
  }

  public Job cancelled() {
    return table.transitions.cancel(created()).orElseThrow();
  }

  private static void ended(boolean ended) {
    if (!ended) {
      throw new AssertionError("The claim was lost");
    }
  }
}
