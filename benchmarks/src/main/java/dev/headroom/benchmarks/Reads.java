package dev.headroom.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** One job read over HTTP, beside the gateway's own floor: an answer that needs no store. */
record Reads(List<Read> reads) {
  /** The same request again and again. */
  record Read(String route, int concurrency, InFlight.Timed timed) {}

  private static final List<Integer> CONCURRENCY = List.of(1, 50, 200);

  static Reads measure(Client client, String jobId, int requests)
      throws ExecutionException, InterruptedException {
    List<Read> reads = new ArrayList<>();
    for (int concurrency : CONCURRENCY) {
      reads.add(read("GET /health", concurrency, requests, _ -> client.health()));
      reads.add(read("GET /jobs/{id}", concurrency, requests, _ -> client.job(jobId)));
    }
    return new Reads(reads);
  }

  private static Read read(String route, int concurrency, int requests, InFlight.Task task)
      throws ExecutionException, InterruptedException {
    var _ = InFlight.run(concurrency, requests / 4, task);
    return new Read(route, concurrency, InFlight.run(concurrency, requests, task));
  }

  String markdown() {
    var table = new Table("route", "at once", "requests/s", "p50 ms", "p99 ms");
    for (Read read : reads) {
      var each = read.timed().each();
      table.row(
          read.route(),
          String.valueOf(read.concurrency()),
          "%,.0f".formatted(read.timed().rate()),
          "%.1f".formatted(each.millis(50)),
          "%.1f".formatted(each.millis(99)));
    }
    return """
        ## Reads over HTTP

        `GET /health` needs no store and no token: it is the floor of gateway, function and client.

        %s"""
        .formatted(table);
  }
}
