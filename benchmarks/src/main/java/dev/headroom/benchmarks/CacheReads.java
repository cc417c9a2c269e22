package dev.headroom.benchmarks;

import dev.headroom.benchmarks.cache.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** One entry read over HTTP, beside the gateway's own floor: an answer that needs no store. */
record CacheReads(List<Read> reads) {
  /**
   * The same request again and again, and the floor's beside it.
   *
   * @param notFound answers that there is no such entry, which there is: Redis did not answer in
   *     time
   */
  record Read(
      String route, int concurrency, InFlight.Timed timed, InFlight.Timed floor, int notFound) {}

  /** Asks for the entry, and says whether it was found. */
  private interface Request {
    boolean found() throws IOException, InterruptedException;
  }

  private static final List<Integer> CONCURRENCY = List.of(1, 50, 200);
  private static final String KEY = "session:1";
  private static final int ATTEMPTS = 100;

  static CacheReads measure(Client client, int requests)
      throws ExecutionException, InterruptedException, IOException {
    put(client);
    Request entry = () -> client.entry(KEY);
    Request value = () -> client.value(KEY);
    var _ = InFlight.run(10, requests, _ -> client.health());
    for (Request warm : List.of(entry, value)) {
      var _ = InFlight.run(10, requests, _ -> warm.found());
    }
    List<Read> reads = new ArrayList<>();
    for (int concurrency : CONCURRENCY) {
      InFlight.Timed floor = InFlight.run(concurrency, requests, _ -> client.health());
      reads.add(new Read("GET /health", concurrency, floor, floor, 0));
      reads.add(read("GET /cache/entries/{key}", concurrency, requests, entry, floor));
      reads.add(read("GET /cache/get/{key} (SommOS)", concurrency, requests, value, floor));
    }
    return new CacheReads(reads);
  }

  /** A process that has just started may not have its connection yet. */
  private static void put(Client client) throws IOException, InterruptedException {
    String body =
        "{\"value\": \"%s\", \"tags\": [\"user:1\"]}".formatted("x".repeat(Samples.VALUE_BYTES));
    for (int i = 0; i < ATTEMPTS; i++) {
      if (client.putEntry(KEY, body)) {
        return;
      }
      Thread.sleep(50);
    }
    throw new IOException("Redis does not answer");
  }

  private static Read read(
      String route, int concurrency, int requests, Request request, InFlight.Timed floor)
      throws ExecutionException, InterruptedException {
    var notFound = new AtomicInteger();
    InFlight.Timed timed =
        InFlight.run(
            concurrency,
            requests,
            _ -> {
              if (!request.found()) {
                notFound.incrementAndGet();
              }
            });
    return new Read(route, concurrency, timed, floor, notFound.get());
  }

  String markdown() {
    var table =
        new Table(
            "route",
            "at once",
            "requests/s",
            "p50 ms",
            "of the floor",
            "p99 ms",
            "of the floor",
            "404");
    for (Read read : reads) {
      table.row(
          read.route(),
          String.valueOf(read.concurrency()),
          "%,.0f".formatted(read.timed().rate()),
          "%.1f".formatted(read.timed().each().millis(50)),
          ratio(read, 50),
          "%.1f".formatted(read.timed().each().millis(99)),
          ratio(read, 99),
          String.valueOf(read.notFound()));
    }
    return """
        ## Reads over HTTP

        On the local cloud: client, gateway, function and Redis share these cores. `GET /health` of
        the same gateway needs no store and no token: it is the floor. Reads are strict; before its
        answer leaves, the function tells Redis what it counted, since it may be frozen next. Where
        Redis does not answer in 250 ms, the entry is told as not found: *404*.

        %s"""
        .formatted(table);
  }

  private static String ratio(Read read, double percent) {
    return "%.2f"
        .formatted(read.timed().each().millis(percent) / read.floor().each().millis(percent));
  }
}
