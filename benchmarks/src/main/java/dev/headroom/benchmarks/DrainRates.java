package dev.headroom.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** How fast a backlog is worked off that was there before anybody began. */
record DrainRates(int rounds, int jobs, List<Rate> rates) {
  /** SQS's least, and what the template has for normal and for urgent jobs. */
  private static final List<Integer> CONCURRENCY = List.of(2, 10, 50);

  private static final int MANY = 10;

  /** The one at which the statistics are kept beside, too. */
  private static final int COUNTED = 10;

  /** One concurrency, a round an element. */
  record Rate(
      int concurrency,
      List<Stopwatch.Elapsed> floor,
      List<Stopwatch.Elapsed> floorOfMany,
      List<Stopwatch.Elapsed> ours,
      List<Stopwatch.Elapsed> oursCounted) {
    private Rate(int concurrency) {
      this(concurrency, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  static DrainRates measure(
      JobLoad load, Floor floor, StreamFollower statistics, Options options, PrintStream out)
      throws ExecutionException, InterruptedException {
    List<Rate> rates = CONCURRENCY.stream().map(Rate::new).toList();
    int jobs = Math.ceilDiv(options.jobs(), 100) * 100;
    for (int round = 1; round <= options.rounds(); round++) {
      for (Rate rate : rates) {
        floor.backlog(jobs);
        rate.floor.add(floor.drain(rate.concurrency, jobs, 1));
        floor.backlog(jobs);
        rate.floorOfMany.add(floor.drain(rate.concurrency, jobs, MANY));
        rate.ours.add(load.drain(rate.concurrency, jobs));
        if (rate.concurrency == COUNTED) {
          try (var _ = statistics.start()) {
            rate.oursCounted.add(load.drain(rate.concurrency, jobs));
          }
        }
        out.printf(
            "  round %d: %d at once: floor %,.0f, in tens %,.0f, ours %,.0f jobs/s%n",
            round,
            rate.concurrency,
            rate.floor.getLast().perSecond(jobs),
            rate.floorOfMany.getLast().perSecond(jobs),
            rate.ours.getLast().perSecond(jobs));
      }
    }
    return new DrainRates(options.rounds(), jobs, rates);
  }

  String markdown() {
    var table =
        new Table(
            "",
            "at once",
            "median jobs/s",
            "min to max",
            "of the floor",
            "CPU ms a job",
            "floor's CPU to this");
    for (Rate rate : rates) {
      row(table, "floor: one a receive", rate, rate.floor);
      row(table, "floor: ten a receive", rate, rate.floorOfMany);
      row(table, "worker", rate, rate.ours);
      if (!rate.oursCounted.isEmpty()) {
        row(table, "worker, and the statistics kept beside", rate, rate.oursCounted);
      }
    }
    return """
        ## Draining a backlog

        %,d jobs that do nothing, submitted while nobody works, then worked off; medians of %d rounds,
        floor and system by turns. The floor is receive, claim, complete and delete in as many
        loops as there are workers at once: each write as large as the real one and of the same
        attributes, in a table with the same keys, indexes and stream. It contains the SDK, the
        engines and their work, and nothing of the poller, the event, the handler, the job's own thread
        under supervision, the documents, the log and the metrics. The worker's poller receives and
        deletes up to ten messages in a call, as Lambda's does; so does the second floor, whose
        loops then do the ten one after the other.

        %s"""
        .formatted(jobs, rounds, table);
  }

  private void row(Table table, String what, Rate rate, List<Stopwatch.Elapsed> all) {
    Spread spread = Spread.of(all, took -> took.perSecond(jobs));
    double floor = Spread.of(rate.floor, took -> took.perSecond(jobs)).median();
    double millis = Spread.of(all, took -> took.cpuMillisEach(jobs)).median();
    double floorMillis = Spread.of(rate.floor, took -> took.cpuMillisEach(jobs)).median();
    table.row(
        what,
        String.valueOf(rate.concurrency),
        "%,.0f".formatted(spread.median()),
        "%,.0f to %,.0f".formatted(spread.min(), spread.max()),
        "%.2f".formatted(spread.median() / floor),
        "%.2f".formatted(millis),
        "%.2f".formatted(floorMillis / millis));
  }
}
