package dev.headroom.benchmarks;

import dev.headroom.benchmarks.InFlight.Timed;
import dev.headroom.jobs.Priority;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** How fast jobs are taken while nobody works, one by one and in batches. */
record SubmitRates(int rounds, int jobs, List<Rate> rates) {
  private static final List<Integer> CONCURRENCY = List.of(1, 10, 50);

  /** A batch, unless that would be more than this many jobs at once over all clients. */
  private static final int BATCH = 100;

  private static final int MOST_AT_ONCE = 1_000;

  /**
   * One way of submitting, a round an element.
   *
   * @param jobsEach in one request
   */
  record Rate(String route, int concurrency, int jobsEach, List<Timed> floors, List<Timed> ours) {
    private Rate(String route, int concurrency, int jobsEach) {
      this(route, concurrency, jobsEach, new ArrayList<>(), new ArrayList<>());
    }
  }

  static SubmitRates measure(Rig rig, Floor floor, Options options, PrintStream out)
      throws ExecutionException, InterruptedException {
    List<Rate> rates = new ArrayList<>();
    for (int concurrency : CONCURRENCY) {
      rates.add(new Rate("POST /jobs/submit", concurrency, 1));
    }
    for (int concurrency : CONCURRENCY) {
      rates.add(
          new Rate(
              "POST /jobs/submit/batch", concurrency, Math.min(BATCH, MOST_AT_ONCE / concurrency)));
    }
    for (int round = 1; round <= options.rounds(); round++) {
      for (Rate rate : rates) {
        round(rig, floor, rate, options.jobs());
        out.printf(
            "  round %d: %s, %d at once: floor %,.0f, ours %,.0f requests/s%n",
            round,
            rate.route,
            rate.concurrency,
            rate.floors.getLast().rate(),
            rate.ours.getLast().rate());
      }
    }
    return new SubmitRates(options.rounds(), options.jobs(), rates);
  }

  private static void round(Rig rig, Floor floor, Rate rate, int jobs)
      throws ExecutionException, InterruptedException {
    Client client = rig.client();
    if (rate.jobsEach == 1) {
      rate.floors.add(floor.submits(rate.concurrency, jobs));
      rate.ours.add(InFlight.run(rate.concurrency, jobs, _ -> client.submit(NoopJob.NORMAL)));
    } else {
      int batches = Math.max(rate.concurrency, jobs / rate.jobsEach);
      rate.floors.add(floor.batchSubmits(rate.concurrency, batches, rate.jobsEach));
      rate.ours.add(
          InFlight.run(
              rate.concurrency, batches, _ -> client.submitBatch(NoopJob.NORMAL, rate.jobsEach)));
    }
    rig.store().purge(Priority.NORMAL);
  }

  String markdown() {
    var table =
        new Table(
            "route",
            "at once",
            "floor, jobs/s",
            "jobs/s",
            "min to max",
            "of the floor",
            "p50 ms",
            "p99 ms");
    for (Rate rate : rates) {
      Spread ours = Spread.of(rate.ours, timed -> timed.rate() * rate.jobsEach);
      Spread floor = Spread.of(rate.floors, timed -> timed.rate() * rate.jobsEach);
      Latencies each = Latencies.together(rate.ours.stream().map(Timed::each).toList());
      table.row(
          rate.jobsEach == 1 ? rate.route : "%s of %d".formatted(rate.route, rate.jobsEach),
          String.valueOf(rate.concurrency),
          "%,.0f".formatted(floor.median()),
          "%,.0f".formatted(ours.median()),
          "%,.0f to %,.0f".formatted(ours.min(), ours.max()),
          "%.2f".formatted(ours.median() / floor.median()),
          "%.1f".formatted(each.millis(50)),
          "%.1f".formatted(each.millis(99)));
    }
    return """
        ## Submitting

        Over HTTP, while nobody works; medians of %d rounds, floor and system by turns, of %,d jobs
        each, or a batch for each client if that is more. The floor of a submit is one conditional
        PutItem and one SendMessage; that of a batch is as many BatchWriteItems (of 25) and
        SendMessageBatches (of 10) as its jobs need, those of a kind in parallel. It contains no HTTP
        request, no token, no validation against a schema, no compression and no log. Times are
        those of a request.

        %s"""
        .formatted(rounds, jobs, table);
  }
}
