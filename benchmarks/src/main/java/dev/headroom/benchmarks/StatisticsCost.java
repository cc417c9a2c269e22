package dev.headroom.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** What counting the changes of jobs costs: less for each, the more there are in a second. */
record StatisticsCost(Counted alone, Counted many, double jobsPerSecond) {
  /** No batch is gathered for longer, and no transaction takes so long. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  private static final int CONCURRENCY = 10;

  /**
   * What some jobs came to.
   *
   * @param transactions with or without success
   * @param units that the engine says they took
   */
  record Counted(int jobs, long transactions, double units) {
    double unitsEach() {
      return units / jobs;
    }

    private static Counted of(int jobs, List<CapacityObserver.Seen> seen) {
      List<CapacityObserver.Seen> transactions =
          seen.stream()
              .filter(one -> one.operation().equals(CapacityObserver.TRANSACTION))
              .toList();
      Units units =
          transactions.stream()
              .flatMap(one -> one.units().stream())
              .reduce(Units.NONE, Units::plus);
      return new Counted(jobs, transactions.size(), units.writes());
    }
  }

  static StatisticsCost measure(Rig rig, int jobs)
      throws IOException, ExecutionException, InterruptedException {
    var load = new JobLoad(rig);
    try (var _ = rig.statistics().start()) {
      CapacityObserver.start();
      String _ = load.one();
      awaitQuiet();
      var alone = Counted.of(1, CapacityObserver.stop());
      CapacityObserver.start();
      double rate = load.drain(CONCURRENCY, jobs).perSecond(jobs);
      awaitQuiet();
      return new StatisticsCost(alone, Counted.of(jobs, CapacityObserver.stop()), rate);
    }
  }

  private static void awaitQuiet() throws InterruptedException {
    long before = -1;
    long now = CapacityObserver.transactions();
    while (now != before) {
      Thread.sleep(QUIET);
      before = now;
      now = CapacityObserver.transactions();
    }
  }

  String markdown() {
    return """
        The statistics are kept by a function of their own, which counts what a second brings in a few
        transactions; that is in no table here, and these units are the engine's. One job by itself
        came to %d transactions and %.0f write units; %,d jobs, worked off at %,.0f a second, to %,d
        transactions and %,.0f write units, which is %.3f a job, or $%.2f a million.

        """
        .formatted(
            alone.transactions(),
            alone.units(),
            many.jobs(),
            jobsPerSecond,
            many.transactions(),
            many.units(),
            many.unitsEach(),
            many.unitsEach() * AwsPrices.WRITE_UNITS);
  }
}
