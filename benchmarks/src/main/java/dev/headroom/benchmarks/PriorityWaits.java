package dev.headroom.benchmarks;

import dev.headroom.jobs.Priority;
import dev.headroom.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

/**
 * What jobs of each priority wait when nothing else is there, and what urgent ones wait while low
 * ones are worked off.
 */
record PriorityWaits(
    int backlog,
    Map<Priority, Integer> concurrency,
    Map<Priority, OneByOne> idle,
    Beside waiting,
    Beside computing) {
  /** Of a low job that waits for somebody else, as one that calls a service does. */
  private static final double SECONDS = 0.1;

  /**
   * Urgent jobs beside low ones.
   *
   * @param advanced low jobs that ended meanwhile
   */
  record Beside(OneByOne urgent, int advanced) {
    private double perSecond() {
      return urgent.took().perSecond(advanced);
    }
  }

  static PriorityWaits measure(Rig rig, Options options, PrintStream out)
      throws IOException, ExecutionException, InterruptedException {
    Map<Priority, OneByOne> idle = new EnumMap<>(Priority.class);
    Map<Priority, Integer> concurrency = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      concurrency.put(priority, rig.workers().usual(priority));
    }
    Client client = rig.client("one-by-one");
    try (var _ = rig.workers().startAll()) {
      for (Priority priority : Priority.values()) {
        var job = NoopJob.NORMAL.at(priority);
        idle.put(priority, OneByOne.run(client, job, options.singles(), () -> true));
        print(out, Json.spelled(priority) + ", idle", idle.get(priority));
      }
    }
    var low = NoopJob.NORMAL.at(Priority.LOW);
    var waiting = beside(rig, client, low.lasting(SECONDS), options);
    print(out, "urgent, beside low jobs that wait", waiting.urgent);
    var computing = beside(rig, client, low, options);
    print(out, "urgent, beside low jobs that do nothing", computing.urgent);
    return new PriorityWaits(options.backlog(), concurrency, idle, waiting, computing);
  }

  private static Beside beside(Rig rig, Client client, NoopJob low, Options options)
      throws IOException, ExecutionException, InterruptedException {
    Semaphore ended = MessageObserver.deleted(rig.store().queueUrl(Priority.LOW));
    Rig.submit(rig.client(), low, options.backlog());
    ended.drainPermits();
    try (var _ = rig.workers().startAll()) {
      ended.acquire(); // now it drains
      int before = ended.availablePermits();
      var urgent =
          OneByOne.run(
              client,
              NoopJob.NORMAL.at(Priority.URGENT),
              options.singles(),
              () -> ended.availablePermits() < options.backlog() * 9 / 10);
      return new Beside(urgent, ended.availablePermits() - before);
    } finally {
      rig.store().purge(Priority.LOW);
    }
  }

  private static void print(PrintStream out, String what, OneByOne found) {
    out.printf("  %s: p99 %.1f ms of %d%n", what, found.waits().millis(99), found.waits().count());
  }

  String markdown() {
    var table = new Table("", "jobs", "p50 ms", "p95 ms", "p99 ms", "max ms");
    idle.forEach((priority, found) -> table.row(found.cells(Json.spelled(priority) + ", idle")));
    table.row(
        waiting.urgent.cells(
            "urgent, beside low jobs that wait for %.1f s each".formatted(SECONDS)));
    table.row(computing.urgent.cells("urgent, beside low jobs that do nothing"));
    return """
        ## Enqueue to start

        From just before a job's PutItem to just after its claim, both seen inside the SDK clients of
        this JVM. One job at a time, each when the one before has completed. Workers at once as in
        the template: %s.

        The low jobs are a backlog of %,d that is being worked off meanwhile. *That wait* is what
        jobs do that call others; *that do nothing* take as much processor as they can get, here
        from the same cores that urgent jobs, engines and client run on. On AWS each running job has
        a Lambda environment of its own, so that only the first of the two says something about
        priorities there.

        %s| | beside low jobs that wait | beside low jobs that do nothing |
        |---|---:|---:|
        | p99 of urgent jobs, to p99 when idle | %.2f | %.2f |
        | low jobs that ended meanwhile, per second | %,.0f | %,.0f |

        """
        .formatted(
            workers(),
            backlog,
            table,
            ratio(waiting),
            ratio(computing),
            waiting.perSecond(),
            computing.perSecond());
  }

  private double ratio(Beside beside) {
    OneByOne alone = idle.get(Priority.URGENT);
    return alone == null ? Double.NaN : beside.urgent.waits().millis(99) / alone.waits().millis(99);
  }

  private String workers() {
    return String.join(
        ", ",
        concurrency.entrySet().stream()
            .map(each -> "%s %d".formatted(Json.spelled(each.getKey()), each.getValue()))
            .toList());
  }
}
