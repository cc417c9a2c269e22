package dev.headroom.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What jobs wait that are submitted one at a time, each when the one before has completed.
 *
 * @param waits from just before the put to just after the claim
 * @param isStuck whether the last one had not completed after {@link #PATIENCE}
 * @param took over all
 */
record OneByOne(Latencies waits, boolean isStuck, Stopwatch.Elapsed took) {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * Submits them.
   *
   * @param mayGoOn asked before each
   */
  static OneByOne run(Client client, NoopJob job, int jobs, BooleanSupplier mayGoOn)
      throws IOException, InterruptedException {
    try (var watch = new JobWatch(client.tenant())) {
      boolean stuck = false;
      var stopwatch = new Stopwatch();
      for (int i = 0; i < jobs && !stuck && mayGoOn.getAsBoolean(); i++) {
        String _ = client.submit(job);
        stuck = !watch.awaitCompleted(PATIENCE);
      }
      return new OneByOne(watch.waits(), stuck, stopwatch.elapsed());
    }
  }

  static Table table() {
    return new Table("", "jobs", "p50 ms", "p95 ms", "p99 ms", "max ms");
  }

  void addTo(Table table, String label) {
    table.row(
        label,
        "%,d".formatted(waits.count()),
        "%.1f".formatted(waits.millis(50)),
        "%.1f".formatted(waits.millis(95)),
        "%.1f".formatted(waits.millis(99)),
        isStuck ? "> %,d".formatted(PATIENCE.toMillis()) : "%.1f".formatted(waits.millis(100)));
  }
}
