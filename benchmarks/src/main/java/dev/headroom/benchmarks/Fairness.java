package dev.headroom.benchmarks;

import dev.headroom.jobs.Priority;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.ExecutionException;

/** What one tenant's jobs wait while another has a backlog of the same priority. */
record Fairness(
    int backlog,
    int concurrency,
    OneByOne alone,
    OneByOne besideWaiting,
    OneByOne besideComputing) {
  private static final double SECONDS = 0.1;

  /** Each waits for a slot: fewer than where none has to wait. */
  private static final int SHARE = 5;

  static Fairness measure(Rig rig, Options options, PrintStream out)
      throws IOException, ExecutionException, InterruptedException {
    int concurrency = rig.workers().usual(Priority.NORMAL);
    Client many = rig.client("tenant-a");
    Client few = rig.client("tenant-b");
    int jobs = Math.max(options.singles() / SHARE, 10);
    OneByOne alone;
    try (var _ = rig.workers().start(Priority.NORMAL, concurrency)) {
      alone = OneByOne.run(few, NoopJob.NORMAL, jobs, () -> true);
    }
    var waiting = beside(rig, many, NoopJob.NORMAL.lasting(SECONDS), few, jobs, options);
    var computing = beside(rig, many, NoopJob.NORMAL, few, jobs, options);
    out.printf(
        "  tenant B: %d alone, %d beside jobs that wait, %d beside jobs that do nothing%n",
        alone.waits().count(), waiting.waits().count(), computing.waits().count());
    return new Fairness(options.backlog(), concurrency, alone, waiting, computing);
  }

  private static OneByOne beside(
      Rig rig, Client many, NoopJob theirs, Client few, int jobs, Options options)
      throws IOException, ExecutionException, InterruptedException {
    var ended = MessageObserver.deleted(rig.store().queueUrl(Priority.NORMAL));
    Rig.submit(many, theirs, options.backlog());
    ended.drainPermits();
    try (var _ = rig.workers().start(Priority.NORMAL, rig.workers().usual(Priority.NORMAL))) {
      ended.acquire(); // now it drains
      return OneByOne.run(
          few, NoopJob.NORMAL, jobs, () -> ended.availablePermits() < options.backlog() * 9 / 10);
    } finally {
      rig.store().purge(Priority.NORMAL);
    }
  }

  String markdown() {
    var table = new Table("", "jobs", "p50 ms", "p95 ms", "p99 ms", "max ms");
    table.row(alone.cells("B, and nobody else"));
    table.row(
        besideWaiting.cells("B, beside A's jobs that wait for %.1f s each".formatted(SECONDS)));
    table.row(besideComputing.cells("B, beside A's jobs that do nothing"));
    return """
        ## Fairness among tenants

        Tenant A has %,d normal jobs waiting when tenant B begins to submit jobs that do nothing, one
        at a time; %d workers at once, measured as above. A's backlog never ran out. SQS is fair among
        message groups, which are the tenants; here it is the local engine that is. A worker that is
        taken is not taken back: B waits for the next of A's jobs to end, and those that began
        together end together.

        %s"""
        .formatted(backlog, concurrency, table);
  }
}
