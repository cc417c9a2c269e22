package dev.headroom.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What jobs wait that are submitted one at a time, each when the one before has completed.
 *
 * @param waits from just before the put to just after the claim
 * @param unstarted 1 when the last one had not started after {@link #PATIENCE}, else 0
 * @param took over all
 */
record OneByOne(Latencies waits, int unstarted, Stopwatch.Elapsed took) {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * Submits them.
   *
   * @param mayGoOn asked before each
   */
  static OneByOne run(Client client, NoopJob job, int jobs, BooleanSupplier mayGoOn)
      throws IOException, InterruptedException {
    Watch watch = JobObserver.watch(client.tenant());
    watch.reset();
    int unstarted = 0;
    var stopwatch = new Stopwatch();
    for (int i = 0; i < jobs && unstarted == 0 && mayGoOn.getAsBoolean(); i++) {
      String _ = client.submit(job);
      if (!watch.awaitCompleted(PATIENCE)) {
        unstarted = 1;
      }
    }
    return new OneByOne(watch.waits(), unstarted, stopwatch.elapsed());
  }

  /** The cells of a table: how many, and their percentiles. */
  String[] cells(String what) {
    return waits.count() == 0
        ? new String[] {what, "0", "", "", "", "> %,d".formatted(PATIENCE.toMillis())}
        : new String[] {
          what,
          "%,d".formatted(waits.count()),
          "%.1f".formatted(waits.millis(50)),
          "%.1f".formatted(waits.millis(95)),
          "%.1f".formatted(waits.millis(99)),
          unstarted == 0
              ? "%.1f".formatted(waits.millis(100))
              : "> %,d".formatted(PATIENCE.toMillis())
        };
  }
}
