package dev.headroom.benchmarks;

import dev.headroom.jobs.Priority;
import dev.headroom.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.ExecutionException;

/** What jobs wait: alone, beside less urgent ones, and beside another tenant's. */
final class JobWaits {
  /** Of a job that waits for somebody else, as one that calls a service does. */
  private static final double SECONDS = 0.1;

  /** A tenant's jobs each wait for a slot: fewer than where none has to wait. */
  private static final int SHARE = 5;

  private final Rig rig;
  private final Options options;
  private final PrintStream out;

  JobWaits(Rig rig, Options options, PrintStream out) {
    this.rig = rig;
    this.options = options;
    this.out = out;
  }

  /**
   * Some jobs beside a backlog.
   *
   * @param advanced jobs of the backlog that ended meanwhile
   */
  private record Beside(OneByOne waits, int advanced) {}

  private Beside beside(Client many, NoopJob theirs, Client few, NoopJob ours, int jobs)
      throws IOException, ExecutionException, InterruptedException {
    Rig.submit(many, theirs, options.backlog());
    try (var ended = new EndedMessages(rig.store().queueUrl(theirs.priority()));
        var _ = rig.workAtAll()) {
      ended.await(1); // now it drains
      int before = ended.count();
      int enough = options.backlog() * 9 / 10;
      var waits = OneByOne.run(few, ours, jobs, () -> ended.count() < enough);
      return new Beside(waits, ended.count() - before);
    } finally {
      rig.store().purge(theirs.priority());
    }
  }

  /** Jobs of each priority alone, and urgent ones while low ones are worked off. */
  void priorities(ReportWriter report)
      throws IOException, ExecutionException, InterruptedException {
    Client client = rig.client("one-by-one");
    var urgent = NoopJob.NORMAL.at(Priority.URGENT);
    var low = NoopJob.NORMAL.at(Priority.LOW);
    var waits = OneByOne.table();
    double idle = Double.NaN;
    try (var _ = rig.workAtAll()) {
      for (Priority priority : Priority.values()) {
        var alone =
            OneByOne.run(client, NoopJob.NORMAL.at(priority), options.singles(), () -> true);
        String label =
            "%s, idle, %d workers".formatted(Json.spelled(priority), rig.concurrency(priority));
        tell(label, alone, waits);
        idle = priority == Priority.URGENT ? alone.waits().millis(99) : idle;
      }
    }
    var ratios = new Table("urgent", "p99 to p99 when idle", "low jobs that ended a second");
    for (NoopJob theirs : new NoopJob[] {low.lasting(SECONDS), low}) {
      var beside = beside(rig.client(), theirs, client, urgent, options.singles());
      String label = "beside low jobs that %s".formatted(what(theirs));
      tell("urgent, " + label, beside.waits(), waits);
      ratios.row(
          label,
          "%.2f".formatted(beside.waits().waits().millis(99) / idle),
          "%,.0f".formatted(beside.waits().took().perSecond(beside.advanced())));
    }
    report.section(
        "Enqueue to start",
        "One job at a time. The low jobs are a backlog of %,d.".formatted(options.backlog()),
        waits);
    report.paragraph("Of these:", ratios);
  }

  /** One tenant's jobs while another has a backlog of the same priority. */
  void fairness(ReportWriter report) throws IOException, ExecutionException, InterruptedException {
    Client many = rig.client("tenant-a");
    Client few = rig.client("tenant-b");
    int jobs = Math.max(options.singles() / SHARE, 10);
    var waits = OneByOne.table();
    try (var _ = rig.workAtAll()) {
      tell("B, and nobody else", OneByOne.run(few, NoopJob.NORMAL, jobs, () -> true), waits);
    }
    for (NoopJob theirs : new NoopJob[] {NoopJob.NORMAL.lasting(SECONDS), NoopJob.NORMAL}) {
      var beside = beside(many, theirs, few, NoopJob.NORMAL, jobs);
      tell("B, beside A's jobs that %s".formatted(what(theirs)), beside.waits(), waits);
    }
    report.section(
        "Fairness among tenants",
        "Tenant A has %,d normal jobs waiting when tenant B begins; %d workers at once."
            .formatted(options.backlog(), rig.concurrency(Priority.NORMAL)),
        waits);
  }

  private void tell(String label, OneByOne found, Table table) {
    found.addTo(table, label);
    out.printf("  %s: p99 %.1f ms%n", label, found.waits().millis(99));
  }

  private static String what(NoopJob job) {
    return job.seconds() == 0 ? "do nothing" : "wait for %.1f s each".formatted(job.seconds());
  }
}
