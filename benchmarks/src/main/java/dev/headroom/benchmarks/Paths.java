package dev.headroom.benchmarks;

import dev.headroom.jobs.Priority;
import dev.headroom.local.lambda.LambdaFunction;
import dev.headroom.local.template.FunctionSpec;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

/** The ways that a job can go, each gone once. */
final class Paths {
  /** So that a job of a second has two slices, and is not supervised for long enough to cost. */
  private static final Duration SHORT = Duration.ofMillis(1_200);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int BATCH = 100;
  private static final int LONG_SECONDS = 10;

  private final Rig rig;
  private final Client client;
  private final FunctionSpec worker;
  private final PathMeter meter;
  private final PrintStream out;
  private final List<PathCost> found = new ArrayList<>();

  Paths(Rig rig, PrintStream out) {
    this.rig = rig;
    this.client = rig.client();
    this.worker = Objects.requireNonNull(rig.cloud().template().functions().get("Worker"));
    this.meter = new PathMeter(rig);
    this.out = out;
  }

  /**
   * Goes them.
   *
   * @param jobs by which the cost of statistics is told
   */
  Costs measure(int jobs) throws IOException, ExecutionException, InterruptedException {
    var job = NoopJob.NORMAL;
    try (var _ = workers()) {
      go("success", 1, () -> List.of(client.submit(job)));
      go("a failed attempt, then success", 2, () -> List.of(client.submit(job.failing(1))));
      go("timed out after 1 s", 1, () -> List.of(client.submit(job.triedOnceFor(1).lasting(3))));
      go("cancelled while it ran", 1, this::cancelRunning);
      go("submitted twice under a key", 1, this::submitTwice);
      go("in a batch of %d".formatted(BATCH), BATCH, () -> client.submitBatch(job, BATCH));
      go(
          "%d s of work that tells its progress".formatted(LONG_SECONDS),
          1,
          () -> List.of(client.submit(job.lasting(LONG_SECONDS))));
    }
    cancelPending();
    twoSlices();
    return new Costs(found, LONG_SECONDS, worker, StatisticsCost.measure(rig, jobs));
  }

  private Workers.Crew workers() {
    return rig.workers().start(Priority.NORMAL, rig.workers().usual(Priority.NORMAL));
  }

  private void go(String name, int deliveries, PathMeter.Path path)
      throws IOException, InterruptedException {
    found.add(meter.measure(name, deliveries, path));
    out.println("  " + name);
  }

  private List<String> cancelRunning() throws IOException, InterruptedException {
    Watch watch = JobObserver.watch(client.tenant());
    watch.reset();
    String id = client.submit(NoopJob.NORMAL.lasting(LONG_SECONDS));
    if (!watch.awaitClaimed(PATIENCE)) {
      throw new IllegalStateException("Job %s was not begun".formatted(id));
    }
    client.cancel(id);
    return List.of(id);
  }

  private List<String> submitTwice() throws IOException, InterruptedException {
    String key = "benchmark-" + System.nanoTime();
    String id = client.submit(NoopJob.NORMAL, key);
    if (!client.submit(NoopJob.NORMAL, key).equals(id)) {
      throw new IllegalStateException("One key brought two jobs");
    }
    return List.of(id);
  }

  /** Its message comes to a worker all the same, and is the last that is heard of it. */
  private void cancelPending() throws IOException, InterruptedException {
    List<Workers.Crew> crew = new ArrayList<>();
    try {
      go(
          "cancelled while it waited",
          1,
          () -> {
            String id = client.submit(NoopJob.NORMAL);
            client.cancel(id);
            crew.add(workers());
            return List.of(id);
          });
    } finally {
      crew.forEach(Workers.Crew::close);
    }
  }

  /** The worker as template.yaml has it, but for its timeout. */
  private void twoSlices() throws IOException, InterruptedException {
    var shortLived =
        new FunctionSpec(
            worker.id(),
            worker.name(),
            worker.handler(),
            worker.memoryMegabytes(),
            SHORT,
            worker.concurrency(),
            worker.environment(),
            worker.logGroup(),
            worker.role(),
            worker.triggers());
    try (var loaded =
            LambdaFunction.load(shortLived, rig.cloud().engines().environment(worker.id()));
        var _ = rig.workers().start(Priority.NORMAL, 2, loaded)) {
      go("two slices", 2, () -> List.of(client.submit(NoopJob.NORMAL.lasting(1))));
    }
  }
}
