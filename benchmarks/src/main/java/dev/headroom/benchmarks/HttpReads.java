package dev.headroom.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.benchmarks.cache.Samples;
import dev.headroom.benchmarks.search.Corpus;
import dev.headroom.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests over HTTP, beside the gateway's own floor: {@code GET /health}, which needs no store.
 */
final class HttpReads {
  private static final List<Integer> CONCURRENCY = List.of(1, 50, 200);
  private static final int WARM_UP = 10;
  private static final String KEY = "session:1";

  /** Of so skewed a choice, a quarter of the requests are about a 64th of the questions. */
  private static final int SKEW = 3;

  private final PrintStream out;
  private final int requests;
  private final int questions;

  HttpReads(Options options, PrintStream out) {
    this.out = out;
    this.requests = options.reads();
    this.questions = options.questions();
  }

  private static List<Column<Timed>> columns() {
    return List.of(
        Column.median("requests/s", "%,.0f", Timed::rate),
        Column.median("p50 ms", "%.1f", Timed::p50),
        Column.ofFloor("of the floor", Timed::p50),
        Column.median("p99 ms", "%.1f", Timed::p99),
        Column.ofFloor("of the floor", Timed::p99));
  }

  private Comparison<Timed> floor(Comparison<Timed> found, Client client, int atOnce) {
    return found.floor(
        "GET /health", atOnce, _ -> InFlight.run(atOnce, requests, _ -> client.health()));
  }

  private void warmUp(InFlight.Task... tasks) throws ExecutionException, InterruptedException {
    for (InFlight.Task task : tasks) {
      var _ = InFlight.run(WARM_UP, requests, task);
    }
  }

  /** One job, read again and again. */
  void jobs(Client client, String id, ReportWriter report)
      throws IOException, ExecutionException, InterruptedException {
    warmUp(_ -> client.health(), _ -> client.job(id));
    var found = new Comparison<>(out, columns());
    for (int atOnce : CONCURRENCY) {
      floor(found, client, atOnce)
          .with("GET /jobs/{id}", _ -> InFlight.run(atOnce, requests, _ -> client.job(id)));
    }
    report.section("Reads over HTTP", "", found.measure(0, 1).table("route"));
  }

  /** Asks for an entry, and returns whether it was found. */
  private interface Look {
    boolean found() throws IOException, InterruptedException;
  }

  /** One entry of the cache, read in both dialects. */
  void entry(Client client, ReportWriter report)
      throws IOException, ExecutionException, InterruptedException {
    put(client);
    warmUp(_ -> client.health(), _ -> client.entry(KEY), _ -> client.value(KEY));
    List<Column<Timed>> columns = new ArrayList<>(columns());
    columns.add(Column.median("404", "%.0f", timed -> timed.each().count() - timed.count()));
    var found = new Comparison<>(out, columns);
    for (int atOnce : CONCURRENCY) {
      floor(found, client, atOnce)
          .with("GET /cache/entries/{key}", _ -> looked(atOnce, () -> client.entry(KEY)))
          .with("GET /cache/get/{key} (SommOS)", _ -> looked(atOnce, () -> client.value(KEY)));
    }
    report.section(
        "Reads over HTTP",
        "*404*: Redis did not answer in time, and the entry is reported as not found.",
        found.measure(0, 1).table("route"));
  }

  /** A process that has just started may not have its connection yet. */
  private static void put(Client client) throws IOException, InterruptedException {
    ObjectNode entry = Json.SNAKE_CASE.createObjectNode();
    entry.put("value", "x".repeat(Samples.VALUE_BYTES)).putArray("tags").add("user:1");
    for (int attempt = 0; !client.putEntry(KEY, entry); attempt++) {
      if (attempt == 100) {
        throw new IOException("Redis does not answer");
      }
      Thread.sleep(50);
    }
  }

  private Timed looked(int atOnce, Look look) throws ExecutionException, InterruptedException {
    var found = new AtomicInteger();
    Timed timed =
        InFlight.run(
            atOnce,
            requests,
            _ -> {
              if (look.found()) {
                found.incrementAndGet();
              }
            });
    return new Timed(timed.took(), found.get(), timed.each());
  }

  /** Searches, of which some are asked far more often. */
  void searches(Client client, Corpus corpus, ReportWriter report)
      throws IOException, ExecutionException, InterruptedException {
    warmUp(_ -> client.health(), n -> client.search(question(corpus, 0, n)));
    List<Column<Timed>> columns = new ArrayList<>(columns());
    columns.add(Column.median("% of requests", "%.0f", timed -> 100.0 * timed.count() / requests));
    var found = new Comparison<>(out, columns);
    int asked = questions;
    for (int atOnce : CONCURRENCY) {
      // Other questions each time, so that none has been answered before.
      var search = new Searches(client, corpus, asked, atOnce);
      floor(found, client, atOnce)
          .with("GET /search/paginated", _ -> search.run())
          .with("… from the cache", _ -> search.those(true))
          .with("… searched", _ -> search.those(false));
      asked += questions;
    }
    report.section(
        "Searching over HTTP",
        "%,d chunks, %d questions, pages of 50 whole chunks.".formatted(corpus.size(), questions),
        found.measure(0, 1).table("route"));
  }

  private String question(Corpus corpus, int first, int request) {
    double skewed = Math.pow(new SplittableRandom(request).nextDouble(), SKEW);
    return corpus.question(first + (int) (skewed * questions)).parameters();
  }

  /** Searches at one number of clients, told apart by whether the answer was there already. */
  private final class Searches {
    private final Client client;
    private final Corpus corpus;
    private final int first;
    private final int atOnce;
    private final Queue<Long> hits = new ConcurrentLinkedQueue<>();
    private final Queue<Long> misses = new ConcurrentLinkedQueue<>();
    private Stopwatch.Elapsed took = new Stopwatch().elapsed();

    Searches(Client client, Corpus corpus, int first, int atOnce) {
      this.client = client;
      this.corpus = corpus;
      this.first = first;
      this.atOnce = atOnce;
    }

    Timed run() throws ExecutionException, InterruptedException {
      Timed timed =
          InFlight.run(
              atOnce,
              requests,
              n -> {
                String question = question(corpus, first, n);
                long begin = System.nanoTime();
                boolean hit = client.search(question);
                (hit ? hits : misses).add(System.nanoTime() - begin);
              });
      took = timed.took();
      return timed;
    }

    Timed those(boolean hit) {
      Queue<Long> nanos = hit ? hits : misses;
      return new Timed(took, nanos.size(), Latencies.of(nanos.stream().mapToLong(Long::longValue)));
    }
  }
}
