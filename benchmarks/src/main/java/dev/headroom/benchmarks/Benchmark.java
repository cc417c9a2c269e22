package dev.headroom.benchmarks;

import dev.headroom.benchmarks.Options.Part;
import dev.headroom.jobs.Priority;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** The whole run on one cloud: floor and system by turns, so that both meet the same weather. */
final class Benchmark {
  private static final int WARM_UP_CONCURRENCY = 10;
  private static final int WARM_UP_JOBS = 500;

  private final Rig rig;
  private final Options options;
  private final PrintStream out;
  private final JobLoad load;
  private final StringBuilder report = new StringBuilder();

  Benchmark(Rig rig, Options options, PrintStream out) {
    this.rig = rig;
    this.options = options;
    this.out = out;
    this.load = new JobLoad(rig);
  }

  /** Measures, and says what was found in Markdown. */
  String run() throws IOException, InterruptedException, ExecutionException {
    var tail = new StreamTail(rig.store());
    String sample = load.one();
    var floor =
        new Floor(
            new FloorCalls(
                rig.store(), rig.store().queueUrl(Priority.NORMAL), tail.of(List.of(sample))));
    warmUp(floor);
    report.append(head());
    if (begins(Part.THROUGHPUT)) {
      report.append(Throughput.measure(load, floor, options, out).markdown());
    }
    if (begins(Part.SUBMIT)) {
      report.append(SubmitRates.measure(rig, floor, options, out).markdown());
    }
    if (begins(Part.DRAIN)) {
      report.append(DrainRates.measure(load, floor, rig.statistics(), options, out).markdown());
    }
    if (begins(Part.PRIORITIES)) {
      report.append(PriorityWaits.measure(rig, options, out).markdown());
    }
    if (begins(Part.FAIRNESS)) {
      report.append(Fairness.measure(rig, options, out).markdown());
    }
    if (begins(Part.COST)) {
      report.append(new Paths(rig, out).measure(options.jobs()).markdown());
    }
    if (begins(Part.READS)) {
      report.append(Reads.measure(rig.client(), sample, options.reads()).markdown());
    }
    return report.toString().stripTrailing() + "\n";
  }

  private boolean begins(Part part) {
    boolean wanted = options.only().contains(part);
    if (wanted) {
      out.printf("%tT %s%n", Instant.now().atZone(ZoneId.systemDefault()), part);
    }
    return wanted;
  }

  private void warmUp(Floor floor) throws ExecutionException, InterruptedException {
    out.printf("Warming up for %d s%n", options.warmUp().toSeconds());
    long end = System.nanoTime() + options.warmUp().toNanos();
    while (System.nanoTime() < end) {
      var _ = floor.whole(WARM_UP_CONCURRENCY, WARM_UP_JOBS);
      var _ = load.burst(WARM_UP_CONCURRENCY, WARM_UP_JOBS);
      floor.backlog(WARM_UP_JOBS);
      var _ = floor.drain(WARM_UP_CONCURRENCY, WARM_UP_JOBS, WARM_UP_CONCURRENCY);
      var _ = load.drain(WARM_UP_CONCURRENCY, WARM_UP_JOBS);
    }
  }

  private String head() {
    return """
        # What a job costs on the local cloud

        Measured %s by `%s`
        on %s.

        Client, gateway, functions, DynamoDB Local and ElasticMQ share these cores and one JVM: the
        absolute figures say what this machine does, and no more. Ratios travel. The sweep of each
        minute and the statistics run on processors of their own on AWS; here they are left out
        unless a line says otherwise.

        """
        .formatted(
            Instant.now().truncatedTo(ChronoUnit.SECONDS), options.command(), Machine.here());
  }
}
