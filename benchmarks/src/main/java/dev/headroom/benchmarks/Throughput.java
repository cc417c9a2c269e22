package dev.headroom.benchmarks;

import dev.headroom.benchmarks.InFlight.Timed;
import dev.headroom.benchmarks.JobLoad.Burst;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;

/** Whole jobs, from the submit to the end; the lists have an element a round. */
record Throughput(int jobs, List<Timed> floors, List<Burst> bursts, List<JobLoad.Steady> steady) {
  private static final int CONCURRENCY = 10;

  static Throughput measure(JobLoad load, Floor floor, Options options, PrintStream out)
      throws ExecutionException, InterruptedException {
    var found =
        new Throughput(options.jobs(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int round = 1; round <= options.rounds(); round++) {
      found.floors.add(floor.whole(CONCURRENCY, options.jobs()));
      found.bursts.add(load.burst(CONCURRENCY, options.jobs()));
      found.steady.add(load.steady(CONCURRENCY, options.jobs()));
      out.printf(
          "  round %d: floor %,.0f, burst %,.0f, in flight %,.0f jobs/s%n",
          round,
          found.floors.getLast().rate(),
          found.bursts.getLast().rate(),
          found.steady.getLast().timed().rate());
    }
    return found;
  }

  String markdown() {
    return """
        ## Throughput

        %,d jobs that do nothing in each of %d rounds, floor and system by turns, %d at once. The
        floor is the bare calls that a durable job cannot do without, in a loop: put, send,
        receive, claim, complete, delete. *Burst* submits all as fast as they are taken; *in
        flight* submits the next when one has ended. A job counts as ended when its message is
        deleted, which is seen inside the client that does it, so that watching costs no call.

        CPU is that of the whole process, per job. What else the machine does shifts it far less than
        a rate, though not by nothing: caches and compilers are shared too.

        """
            .formatted(jobs, floors.size(), CONCURRENCY)
        + rates()
        + """
        `started_at` minus `created_at` of these jobs, read from the items afterwards, exact to a
        millisecond; in a burst it is mostly the time behind the jobs before:

        """
        + waits();
  }

  private Table rates() {
    var table =
        new Table(
            "",
            "median jobs/s",
            "min to max",
            "of the floor",
            "CPU ms a job",
            "floor's CPU to this");
    row(table, "floor: the bare calls", floors, Timed::rate, Timed::cpuMillisEach);
    row(table, "burst, first submit to last end", bursts, Burst::rate, Burst::cpuMillisEach);
    row(
        table,
        "%d in flight".formatted(CONCURRENCY),
        steady,
        each -> each.timed().rate(),
        each -> each.timed().cpuMillisEach());
    return table;
  }

  private <R> void row(
      Table table, String what, List<R> rounds, ToDoubleFunction<R> rate, ToDoubleFunction<R> cpu) {
    Spread spread = Spread.of(rounds, rate);
    double median = Spread.of(rounds, cpu).median();
    table.row(
        what,
        "%,.0f".formatted(spread.median()),
        "%,.0f to %,.0f".formatted(spread.min(), spread.max()),
        "%.2f".formatted(spread.median() / Spread.of(floors, Timed::rate).median()),
        "%.2f".formatted(median),
        "%.2f".formatted(Spread.of(floors, Timed::cpuMillisEach).median() / median));
  }

  private Table waits() {
    var table = new Table("", "jobs", "p50 ms", "p95 ms", "p99 ms");
    wait(
        table,
        "%d in flight".formatted(CONCURRENCY),
        Latencies.together(steady.stream().map(JobLoad.Steady::enqueueToStart).toList()));
    wait(
        table,
        "burst of %,d".formatted(jobs),
        Latencies.together(bursts.stream().map(Burst::enqueueToStart).toList()));
    return table;
  }

  private static void wait(Table table, String what, Latencies waited) {
    table.row(
        what,
        "%,d".formatted(waited.count()),
        "%,.0f".formatted(waited.millis(50)),
        "%,.0f".formatted(waited.millis(95)),
        "%,.0f".formatted(waited.millis(99)));
  }
}
