package dev.headroom.benchmarks;

import dev.headroom.benchmarks.Options.Part;
import dev.headroom.benchmarks.Options.Report;
import dev.headroom.jobs.Priority;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** What jobs cost on one local cloud: beside the bare AWS calls, and beside each other. */
final class JobBenchmark {
  private static final int WARM_UP_JOBS = 500;
  private static final int CONCURRENCY = 10;

  /** SQS's least, and what the template has for normal and for urgent jobs. */
  private static final List<Integer> WORKERS = List.of(2, 10, 50);

  private static final List<Integer> SUBMITTERS = List.of(1, 10, 50);
  private static final int BATCH = 100;

  /** Jobs of all batches that are under way. */
  private static final int MOST_AT_ONCE = 1_000;

  private final Rig rig;
  private final Options options;
  private final PrintStream out;
  private final JobLoad load;

  JobBenchmark(Rig rig, Options options, PrintStream out) {
    this.rig = rig;
    this.options = options;
    this.out = out;
    this.load = new JobLoad(rig);
  }

  /** Measures, and returns what was found in Markdown. */
  String run() throws IOException, InterruptedException, ExecutionException {
    var report = new ReportWriter(Report.JOBS, "What a job costs on the local cloud", options, out);
    var floor = new Floor(rig.store(), rig.store().queueUrl(Priority.NORMAL), JobRequests.of(load));
    warmUp(floor);
    if (report.begins(Part.THROUGHPUT)) {
      throughput(floor, report);
    }
    if (report.begins(Part.SUBMIT)) {
      submit(floor, report);
    }
    if (report.begins(Part.DRAIN)) {
      drain(floor, report);
    }
    var waits = new JobWaits(rig, options, out);
    if (report.begins(Part.PRIORITIES)) {
      waits.priorities(report);
    }
    if (report.begins(Part.FAIRNESS)) {
      waits.fairness(report);
    }
    if (report.begins(Part.READS)) {
      new HttpReads(options, out).jobs(rig.client(), load.one(), report);
    }
    return report.end();
  }

  private void warmUp(Floor floor) throws ExecutionException, InterruptedException {
    out.printf("Warming up for %d s%n", options.warmUp().toSeconds());
    long end = System.nanoTime() + options.warmUp().toNanos();
    while (System.nanoTime() < end) {
      var _ = floor.whole(CONCURRENCY, WARM_UP_JOBS);
      var _ = load.burst(CONCURRENCY, WARM_UP_JOBS);
      var _ = floor.drain(CONCURRENCY, WARM_UP_JOBS, CONCURRENCY);
      var _ = load.drain(CONCURRENCY, WARM_UP_JOBS);
    }
  }

  private void throughput(Floor floor, ReportWriter report)
      throws IOException, ExecutionException, InterruptedException {
    int jobs = options.jobs();
    List<Column<Timed>> columns = new ArrayList<>(Timed.RATES);
    columns.add(Column.median("wait p50 ms", "%,.0f", Timed::p50));
    columns.add(Column.median("p95 ms", "%,.0f", Timed::p95));
    columns.add(Column.median("p99 ms", "%,.0f", Timed::p99));
    var found =
        new Comparison<>(out, columns)
            .floor("floor: the bare calls", CONCURRENCY, _ -> floor.whole(CONCURRENCY, jobs))
            .with("burst, first submit to last end", _ -> load.burst(CONCURRENCY, jobs))
            .with("in flight", _ -> load.steady(CONCURRENCY, jobs))
            .measure(0, options.rounds());
    report.section(
        "Throughput",
        "%,d jobs that do nothing in each of %d rounds.".formatted(jobs, options.rounds()),
        found.table(""));
  }

  private void submit(Floor floor, ReportWriter report)
      throws IOException, ExecutionException, InterruptedException {
    int jobs = options.jobs();
    Client client = rig.client();
    Comparison<Timed> found =
        new Comparison<>(
            out,
            List.of(
                Column.median("jobs/s", "%,.0f", Timed::rate),
                Column.range("%,.0f", Timed::rate),
                Column.ofFloor("of the floor", Timed::rate),
                Column.median("p50 ms", "%.1f", Timed::p50),
                Column.median("p99 ms", "%.1f", Timed::p99)));
    for (int atOnce : SUBMITTERS) {
      found
          .floor("floor: put and send", atOnce, _ -> floor.submits(atOnce, jobs))
          .with(
              "POST /jobs/submit",
              _ -> unworked(InFlight.run(atOnce, jobs, _ -> client.submit(NoopJob.NORMAL))));
    }
    for (int atOnce : SUBMITTERS) {
      int each = Math.min(BATCH, MOST_AT_ONCE / atOnce);
      int batches = Math.max(atOnce, jobs / each);
      found
          .floor(
              "floor: puts and sends of %d".formatted(each),
              atOnce,
              _ -> floor.batchSubmits(atOnce, batches, each))
          .with(
              "POST /jobs/submit/batch of %d".formatted(each),
              _ ->
                  unworked(
                      InFlight.run(atOnce, batches, _ -> client.submitBatch(NoopJob.NORMAL, each))
                          .times(each)));
    }
    report.section(
        "Submitting",
        "Over HTTP, while nobody works: %,d jobs in each of %d rounds, or a batch for each client if that is more."
            .formatted(jobs, options.rounds()),
        found.measure(0, options.rounds()).table("route"));
  }

  /** Removes the messages of what was submitted. */
  private Timed unworked(Timed timed) {
    rig.store().purge(Priority.NORMAL);
    return timed;
  }

  private void drain(Floor floor, ReportWriter report)
      throws IOException, ExecutionException, InterruptedException {
    int jobs = Math.ceilDiv(options.jobs(), BATCH) * BATCH;
    var found = new Comparison<>(out, Timed.RATES);
    for (int workers : WORKERS) {
      found
          .floor("floor: one a receive", workers, _ -> floor.drain(workers, jobs, 1))
          .with("floor: ten a receive", _ -> floor.drain(workers, jobs, 10))
          .with("worker", _ -> load.drain(workers, jobs));
      if (workers == CONCURRENCY) {
        found.with("worker, and the statistics kept beside", _ -> countedDrain(workers, jobs));
      }
    }
    report.section(
        "Draining a backlog",
        "%,d jobs that do nothing, in each of %d rounds.".formatted(jobs, options.rounds()),
        found.measure(0, options.rounds()).table(""));
  }

  private Timed countedDrain(int workers, int jobs)
      throws ExecutionException, InterruptedException {
    try (var _ = rig.follow("JobStats")) {
      return load.drain(workers, jobs);
    }
  }
}
