package dev.headroom.benchmarks;

import dev.headroom.benchmarks.InFlight.Timed;
import dev.headroom.benchmarks.JobLoad.Burst;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What was measured, as Markdown. */
final class Report {
  private final Options options;
  private final Results results;
  private final StringBuilder text = new StringBuilder();

  Report(Options options, Results results) {
    this.options = options;
    this.results = results;
  }

  String markdown() {
    head();
    throughput();
    waiting();
    calls();
    capacity();
    reads();
    return text.toString();
  }

  private void head() {
    add(
        """
        # What a job costs on the local cloud

        Measured %s by `%s`
        on %s.

        Client, gateway, functions, DynamoDB Local and ElasticMQ share these cores and one JVM: the
        absolute figures say what this machine does, and no more. Ratios travel.

        """
            .formatted(
                Instant.now().truncatedTo(ChronoUnit.SECONDS), options.command(), Machine.here()));
  }

  private void throughput() {
    add(
        """
        ## Throughput

        %,d jobs that do nothing in each of %d rounds, floor and system by turns, %d at once. The
        floor is the bare calls that a durable job cannot do without, in a loop: put, send,
        receive, claim, complete, delete. *Burst* submits all as fast as they are taken; *in
        flight* submits the next when one has ended. A job counts as ended when its message is
        deleted, which is seen inside the client that does it, so that watching costs no call.

        CPU is that of the whole process, per job. What else the machine does shifts it far less than
        a rate, though not by nothing: caches and compilers are shared too.

        | | median jobs/s | min to max | of the floor | CPU ms a job | floor's CPU to this |
        |---|---:|---:|---:|---:|---:|
        """
            .formatted(options.jobs(), results.floor().size(), options.concurrency()));
    row("floor: the bare calls", results.floor(), Timed::rate, Timed::cpuMillisEach);
    row(
        "burst, first submit to last end",
        results.bursts(),
        Burst::totalRate,
        Burst::cpuMillisEach);
    row(
        "%d in flight".formatted(options.concurrency()),
        results.steady(),
        steady -> steady.timed().rate(),
        steady -> steady.timed().cpuMillisEach());
    row("burst: submits alone, beside running workers", results.bursts(), Burst::submitRate);
    row("burst: drain after the last submit", results.bursts(), Burst::drainRate);
    add("\n");
  }

  private <R> void row(String what, List<R> rounds, ToDoubleFunction<R> rate) {
    add("%s | | |\n".formatted(rated(what, rounds, rate)));
  }

  private <R> void row(
      String what, List<R> rounds, ToDoubleFunction<R> rate, ToDoubleFunction<R> cpu) {
    double floor = Spread.of(results.floor(), Timed::cpuMillisEach).median();
    double median = Spread.of(rounds, cpu).median();
    add("%s | %.2f | %.2f |\n".formatted(rated(what, rounds, rate), median, floor / median));
  }

  private <R> String rated(String what, List<R> rounds, ToDoubleFunction<R> rate) {
    double floor = Spread.of(results.floor(), Timed::rate).median();
    Spread spread = Spread.of(rounds, rate);
    return "| %s | %,.0f | %,.0f to %,.0f | %.2f"
        .formatted(what, spread.median(), spread.min(), spread.max(), spread.median() / floor);
  }

  private void waiting() {
    add(
        """
        ## Enqueue to start

        `started_at` minus `created_at` of every job, read from the items afterwards, exact to a
        millisecond. In a burst it is mostly the time behind the jobs before.

        | | jobs | p50 ms | p95 ms | p99 ms |
        |---|---:|---:|---:|---:|
        """);
    wait("idle, one job at a time", results.idle());
    wait(
        "%d in flight".formatted(options.concurrency()),
        Latencies.together(results.steady().stream().map(JobLoad.Steady::enqueueToStart).toList()));
    wait(
        "burst of %,d".formatted(options.jobs()),
        Latencies.together(results.bursts().stream().map(JobLoad.Burst::enqueueToStart).toList()));
    add("\n");
  }

  private void wait(String what, Latencies waited) {
    add(
        "| %s | %,d | %,.0f | %,.0f | %,.0f |\n"
            .formatted(
                what, waited.count(), waited.millis(50), waited.millis(95), waited.millis(99)));
  }

  private void calls() {
    add(
        """
        ## Calls per job

        Counted by the recorder over one job. Target: submit 1 DynamoDB and 1 SQS; run 2 DynamoDB,
        receive and delete. Redis: 0, there is none yet.

        | function | call | times |
        |---|---|---:|
        """);
    results
        .perJob()
        .counts()
        .forEach(
            count ->
                add(
                    "| %s | %s | %d |\n"
                        .formatted(count.function(), count.action(), count.calls())));
    add(
        "\nMeanwhile %d receives of the pollers came back empty; they are no job's.\n\n"
            .formatted(results.perJob().emptyReceives()));
  }

  private void capacity() {
    add(
        """
        ## Write units per job

        The engine's figures are DynamoDB Local's, which may count indexes otherwise than AWS does.
        The rules are DynamoDB's documented ones (a unit for each kilobyte begun; in an index 1
        for a new or changed entry, 2 when its key changes), applied to the items before and after
        each write, as the table's stream shows them.

        | write | item, bytes | engine: table + index | rules: table + index |
        |---|---:|---:|---:|
        """);
    List<CallsPerJob.Write> writes = results.perJob().writes();
    for (CallsPerJob.Write write : writes) {
      add(
          "| %s | %,d | %.0f + %.0f | %d + %d |\n"
              .formatted(
                  write.operation(),
                  write.itemBytes(),
                  write.engineTable(),
                  write.engineIndexes(),
                  write.ruledTable(),
                  write.ruledIndexes()));
    }
    add(
        "| a job | | %.0f | %d |\n\n"
            .formatted(
                writes.stream()
                    .mapToDouble(write -> write.engineTable() + write.engineIndexes())
                    .sum(),
                writes.stream()
                    .mapToLong(write -> write.ruledTable() + write.ruledIndexes())
                    .sum()));
  }

  private void reads() {
    add(
        """
        ## Reads over HTTP

        `GET /health` needs no store and no token: it is the floor of gateway, function and client.

        | route | at once | requests/s | p50 ms | p99 ms |
        |---|---:|---:|---:|---:|
        """);
    for (Reads.Read read : results.reads()) {
      var each = read.timed().each();
      add(
          "| %s | %d | %,.0f | %.1f | %.1f |\n"
              .formatted(
                  read.route(),
                  read.concurrency(),
                  read.timed().rate(),
                  each.millis(50),
                  each.millis(99)));
    }
  }

  private void add(String part) {
    text.append(part);
  }
}
