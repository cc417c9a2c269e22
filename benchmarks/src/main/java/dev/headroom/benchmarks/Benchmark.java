package dev.headroom.benchmarks;

import dev.headroom.local.LocalCloud;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** The whole run on one cloud: floor and system by turns, so that both meet the same weather. */
final class Benchmark {
  private static final int ROUNDS = 5;
  private static final int IDLE_JOBS = 200;
  private static final int WARM_UP_JOBS = 500;

  /** Until nearly all is compiled: on two cores engines, gateway and functions take a minute. */
  private static final Duration WARM_UP = Duration.ofSeconds(60);

  private final Options options;
  private final PrintStream out;
  private final Store store;
  private final Client client;
  private final JobLoad load;

  Benchmark(LocalCloud cloud, Options options, PrintStream out) {
    this.options = options;
    this.out = out;
    this.store = new Store(cloud);
    this.client = new Client(cloud, "benchmark");
    this.load = new JobLoad(client, store);
  }

  Results run() throws IOException, InterruptedException, ExecutionException {
    String sample = load.one();
    var floor = new Floor(store, store.job(sample));
    warmUp(floor);
    List<InFlight.Timed> floors = new ArrayList<>();
    List<JobLoad.Burst> bursts = new ArrayList<>();
    List<JobLoad.Steady> steady = new ArrayList<>();
    for (int round = 1; round <= ROUNDS; round++) {
      floors.add(floor.run(options.concurrency(), options.jobs()));
      bursts.add(load.burst(options.concurrency(), options.jobs()));
      steady.add(load.steady(options.concurrency(), options.jobs()));
      out.printf(
          "  round %d of %d: floor %,.0f, burst %,.0f, steady %,.0f jobs/s%n",
          round,
          ROUNDS,
          floors.getLast().rate(),
          bursts.getLast().totalRate(),
          steady.getLast().timed().rate());
    }
    out.printf("  %d jobs, one at a time%n", IDLE_JOBS);
    Latencies idle = idle();
    var perJob = new CallsPerJob(load, store).find();
    out.println("  reads");
    return new Results(floors, bursts, steady, idle, perJob, Reads.measure(client, sample));
  }

  private void warmUp(Floor floor) throws ExecutionException, InterruptedException {
    out.printf("  warming up for %d s%n", WARM_UP.toSeconds());
    long end = System.nanoTime() + WARM_UP.toNanos();
    while (System.nanoTime() < end) {
      var _ = floor.run(options.concurrency(), WARM_UP_JOBS);
      var _ = load.burst(options.concurrency(), WARM_UP_JOBS);
    }
  }

  private Latencies idle() throws IOException, InterruptedException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < IDLE_JOBS; i++) {
      ids.add(load.one());
    }
    return store.enqueueToStart(ids);
  }
}
