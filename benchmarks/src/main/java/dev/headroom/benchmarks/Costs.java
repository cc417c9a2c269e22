package dev.headroom.benchmarks;

import dev.headroom.local.template.FunctionSpec;
import java.util.List;

/** What each path asked of AWS, and what a million jobs of it would cost there. */
record Costs(
    List<PathCost> paths, int longSeconds, FunctionSpec worker, StatisticsCost statistics) {

  String markdown() {
    return success() + byPath() + units() + supervision() + statistics.markdown() + dollars();
  }

  private String success() {
    var table = new Table("function", "call", "times");
    PathCost success = paths.getFirst();
    success
        .counts()
        .forEach(
            count -> table.row(count.function(), count.operation(), String.valueOf(count.calls())));
    return """
        ## Calls per job

        Counted by the recorder over one job that succeeds. Target: submit 1 DynamoDB and 1 SQS; run
        2 DynamoDB, receive and delete. Redis: 0, there is none yet.

        %sMeanwhile %d receives of the pollers came back empty; they are no job's.

        """
        .formatted(table, success.emptyReceives());
  }

  private String byPath() {
    var table =
        new Table(
            "path",
            "jobs",
            "HTTP",
            "DynamoDB writes",
            "reads",
            "sends",
            "receives",
            "deletes",
            "worker runs",
            "request bytes a job");
    for (PathCost path : paths) {
      table.row(
          path.name(),
          String.valueOf(path.jobs()),
          String.valueOf(path.requests()),
          String.valueOf(path.writeCalls()),
          String.valueOf(path.readCalls()),
          String.valueOf(path.sends()),
          String.valueOf(path.receives()),
          String.valueOf(path.deletes()),
          String.valueOf(path.deliveries()),
          "%,d".formatted(path.bytes() / path.jobs()));
    }
    return """
        ## Calls by path

        Each path gone once, alone; calls are those of all its jobs. How many messages one receive
        or delete takes depends on how many come at once, and so differs from run to run in a batch;
        a job of 10 s may have a heartbeat more or less. All else is the same every time. *Request bytes* are the bodies of what goes to DynamoDB and
        of what is sent to SQS, without headers. Two slices: a job of 1 s, and the worker of the
        template but with a timeout of 1.2 s instead of %d. A job that waits when it is cancelled
        still has its message, which wakes a worker whose claim is refused: a write. Nothing here
        reads jobs; each GET of a job is one GetItem.

        %s"""
        .formatted(worker.timeout().toSeconds(), table);
  }

  private String units() {
    var writes = new Table("write", "item, bytes", "engine: table + index", "rules: table + index");
    PathCost success = paths.getFirst();
    for (PathCost.Write write : success.writes()) {
      writes.row(
          write.operation(),
          "%,d".formatted(write.itemBytes()),
          "%.0f + %.0f".formatted(write.engine().table(), write.engine().indexes()),
          "%.0f + %.0f".formatted(write.rules().table(), write.rules().indexes()));
    }
    writes.row(
        "a job",
        "",
        "%.0f".formatted(success.engine().writes()),
        "%.0f".formatted(success.rules().writes()));
    var all =
        new Table(
            "path",
            "jobs",
            "engine: table + index",
            "rules: table + index",
            "read units, by the rules");
    for (PathCost path : paths) {
      all.row(
          path.name(),
          String.valueOf(path.jobs()),
          "%.0f + %.0f".formatted(path.engine().table(), path.engine().indexes()),
          "%.0f + %.0f".formatted(path.rules().table(), path.rules().indexes()),
          "%.0f".formatted(path.rules().reads()));
    }
    return """
        ## Write units per job

        The engine's figures are DynamoDB Local's, which may count indexes otherwise than AWS does.
        The rules are DynamoDB's documented ones (a unit for each kilobyte begun; in an index 1
        for a new, changed or gone entry, 2 when its key changes), applied to the items before and after
        each write, as the table's stream shows them.

        %sBy path, all its jobs together. A write whose condition fails takes the table's units by the
        rules; the engine does not say what it takes.

        %s"""
        .formatted(writes, all);
  }

  private String supervision() {
    PathCost success = paths.getFirst();
    PathCost longer =
        paths.stream()
            .filter(path -> path.name().startsWith(longSeconds + " s"))
            .findFirst()
            .orElse(success);
    double writes = longer.writeCalls() - success.writeCalls();
    return """
        The job of %d s made %.0f writes and %d reads more than one that does nothing: %.1f write units
        and %.0f bytes of requests for each second that a job runs and has news.

        """
        .formatted(
            longSeconds,
            writes,
            longer.readCalls() - success.readCalls(),
            (longer.rules().writes() - success.rules().writes()) / longSeconds,
            (longer.bytes() - success.bytes()) / (double) longSeconds);
  }

  private String dollars() {
    var table =
        new Table(
            "path",
            "HTTP API and invocations",
            "DynamoDB",
            "SQS",
            "sum",
            "and for each 100 ms that each invocation lasts");
    double each = AwsPrices.millionInvocationsOf100Millis(worker.memoryMegabytes());
    for (PathCost path : paths) {
      table.row(
          path.name(),
          "$%.2f".formatted(path.dollarsForRequests()),
          "$%.2f".formatted(path.dollarsForTable()),
          "$%.2f".formatted(path.dollarsForQueues()),
          "$%.2f".formatted(path.dollarsPerMillion()),
          "$%.2f".formatted(each * path.invocations() / path.jobs()));
    }
    return """
        ## A million jobs on AWS

        Arithmetic, not a bill: the exact counts and the units by the rules, both above, times the
        on-demand prices of %s as of %s, which [AwsPrices] lists with their sources: a million
        write units $%.3f, read units $%.3f, SQS requests $%.2f, HTTP API requests $%.2f, invocations
        $%.2f; a GB-second on arm64 $%.10f.

        [AwsPrices]: ../src/main/java/dev/headroom/benchmarks/AwsPrices.java

        %sThe last column is a formula, since how long a function takes on Lambda was not measured:
        at %,d MB a million invocations cost $%.2f for each 100 ms. The worker's invocation lasts as
        long as its job: the job of %d s costs $%.0f a million at least.

        Not in it: the empty receives of pollers, the sweep of each minute, CloudWatch's logs and
        metrics, storage and point-in-time recovery, data transfer, the statistics (above), and reads of jobs by clients. None
        of these paths touches S3; a large document is an object more to put ($%.2f a million) and to
        get ($%.2f).

        """
        .formatted(
            AwsPrices.REGION,
            AwsPrices.DATE,
            AwsPrices.WRITE_UNITS,
            AwsPrices.READ_UNITS,
            AwsPrices.QUEUE_REQUESTS,
            AwsPrices.API_REQUESTS,
            AwsPrices.INVOCATIONS,
            AwsPrices.GIGABYTE_SECOND,
            table,
            worker.memoryMegabytes(),
            each,
            longSeconds,
            each * longSeconds * 10,
            AwsPrices.OBJECTS_PUT,
            AwsPrices.OBJECTS_GOT);
  }
}
