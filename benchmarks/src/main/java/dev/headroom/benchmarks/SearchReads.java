package dev.headroom.benchmarks;

import dev.headroom.aws.AwsClients;
import dev.headroom.benchmarks.search.Corpus;
import dev.headroom.benchmarks.search.ProductIndex;
import dev.headroom.objects.ObjectStores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Searches over HTTP, beside the gateway's own floor: an answer that needs no store. */
record SearchReads(int chunks, int questions, List<Read> reads) {
  private static final List<Integer> CONCURRENCY = List.of(1, 50, 200);
  private static final int WARM_UP = 10;

  /** Of so skewed a choice, a quarter of the requests are about a 64th of the questions. */
  private static final int SKEW = 3;

  /** Some requests, or those of them whose answer was there already, or was not. */
  record Read(String route, int concurrency, String rate, Latencies each, Latencies floor) {}

  static SearchReads measure(Rig rig, ProductIndex product, Corpus corpus, Options options)
      throws ExecutionException, InterruptedException, IOException {
    Map<String, String> environment = rig.cloud().engines().environment("SearchApi");
    product.copyTo(
        ObjectStores.open(
            environment.getOrDefault("OBJECT_STORE", ""), new AwsClients(environment)));
    var asking = new Asking(rig.client(ProductIndex.TENANT), corpus, options);
    asking.warmUp();
    List<Read> reads = new ArrayList<>();
    for (int concurrency : CONCURRENCY) {
      reads.addAll(asking.at(concurrency));
    }
    return new SearchReads(corpus.size(), options.questions(), reads);
  }

  /** At each number of clients other questions are asked, so that none has been answered before. */
  private static final class Asking {
    private final Client client;
    private final Corpus corpus;
    private final Options options;
    private int asked;

    Asking(Client client, Corpus corpus, Options options) {
      this.client = client;
      this.corpus = corpus;
      this.options = options;
    }

    private String question(int request) {
      double skewed = Math.pow(new SplittableRandom(request).nextDouble(), SKEW);
      return corpus.question(asked + (int) (skewed * options.questions())).parameters();
    }

    void warmUp() throws ExecutionException, InterruptedException {
      var _ = InFlight.run(WARM_UP, options.reads(), _ -> client.health());
      var _ = InFlight.run(WARM_UP, options.reads(), n -> client.search(question(n)));
    }

    List<Read> at(int concurrency) throws ExecutionException, InterruptedException {
      asked += options.questions();
      int requests = options.reads();
      InFlight.Timed floor = InFlight.run(concurrency, requests, _ -> client.health());
      Queue<Long> hits = new ConcurrentLinkedQueue<>();
      Queue<Long> misses = new ConcurrentLinkedQueue<>();
      var next = new AtomicInteger();
      InFlight.Timed all =
          InFlight.run(
              concurrency,
              requests,
              _ -> {
                String question = question(next.getAndIncrement());
                long begin = System.nanoTime();
                boolean hit = client.search(question);
                (hit ? hits : misses).add(System.nanoTime() - begin);
              });
      return List.of(
          new Read("GET /health", concurrency, rate(floor), floor.each(), floor.each()),
          new Read("GET /search/paginated", concurrency, rate(all), all.each(), floor.each()),
          new Read(
              "… from the cache, %.0f %%".formatted(100.0 * hits.size() / requests),
              concurrency,
              "",
              latencies(hits),
              floor.each()),
          new Read("… searched", concurrency, "", latencies(misses), floor.each()));
    }

    private static String rate(InFlight.Timed timed) {
      return "%,.0f".formatted(timed.rate());
    }

    private static Latencies latencies(Queue<Long> nanos) {
      return Latencies.of(nanos.stream().mapToLong(Long::longValue));
    }
  }

  String markdown() {
    var table =
        new Table(
            "route", "at once", "requests/s", "p50 ms", "of the floor", "p99 ms", "of the floor");
    for (Read read : reads) {
      table.row(
          read.route(),
          String.valueOf(read.concurrency()),
          read.rate(),
          "%.1f".formatted(read.each().millis(50)),
          "%.2f".formatted(read.each().millis(50) / read.floor().millis(50)),
          "%.1f".formatted(read.each().millis(99)),
          "%.2f".formatted(read.each().millis(99) / read.floor().millis(99)));
    }
    return """
        ## Searching over HTTP

        On the local cloud: client, gateway, function and Redis share these cores. %,d chunks; %d
        questions, of which some are asked far more often, none of them asked before at that number of
        clients; pages of 50 whole chunks, so that an answer is of some 50 KB, which the client reads as
        JSON. `GET /health` of the same gateway needs no store and no token: it is the floor.

        %s"""
        .formatted(chunks, questions, table);
  }
}
