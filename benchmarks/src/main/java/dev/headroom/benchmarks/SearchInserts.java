package dev.headroom.benchmarks;

import dev.headroom.aws.AwsClients;
import dev.headroom.benchmarks.search.ChunkItems;
import dev.headroom.benchmarks.search.Corpus;
import dev.headroom.benchmarks.search.RawIndex;
import dev.headroom.local.engine.Engines;
import dev.headroom.local.template.TemplateFile;
import dev.headroom.search.Chunk;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** From the insert to the search that finds it, beside what an insert cannot do without. */
final class SearchInserts {
  private static final int SENDERS = 4;
  private static final int REQUEST = 1_000;
  private static final int WRITE_BATCH = 25;
  private static final int WRITES_AT_ONCE = 8;
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration REFRESH = Duration.ofMillis(500);

  private final PrintStream out;
  private final Corpus corpus;
  private final int rounds;
  private final int singles;
  private final RandomGenerator random = new SplittableRandom(20_261_120);

  /** The rate of the latest round, until all were found. */
  private double findableRate;

  /** What single inserts took in the last round. */
  private Table ones = new Table("");

  SearchInserts(Options options, PrintStream out) {
    this.out = out;
    this.corpus = new Corpus(options.inserts());
    this.rounds = options.rounds();
    this.singles = options.singleInserts();
  }

  /** Each round has engines of its own, and not more chunks: they are slower the more they keep. */
  void measure(Path folder, ReportWriter report)
      throws IOException, InterruptedException, ExecutionException {
    Comparison<Double> found =
        new Comparison<Double>(
                out,
                List.of(
                    Column.median("chunks/s", "%,.0f", rate -> rate),
                    Column.range("%,.0f", rate -> rate),
                    Column.ofFloor("of the first", rate -> rate),
                    Column.ofLine("of the second", 1, rate -> rate)))
            .floor("floor: BatchWriteItem of 25, 8 at once", 1, _ -> written())
            .with(
                "floor: raw Lucene, addDocument and a commit",
                round -> indexed(folder.resolve("floor-" + round)))
            .with("POST /search/chunks, accepted", this::inserted)
            .with("… until all can be found", _ -> findableRate)
            .measure(1, rounds);
    report.section(
        "Inserting many",
        "%,d chunks in requests of %,d from %d senders.".formatted(corpus.size(), REQUEST, SENDERS),
        found.table(""));
    report.section(
        "Inserting one",
        "%d times, one after the other, into an index of %,d chunks."
            .formatted(singles, corpus.size()),
        ones);
  }

  private List<List<Chunk>> requests() {
    return IntStream.range(0, corpus.size())
        .mapToObj(corpus::chunk)
        .gather(Gatherers.windowFixed(REQUEST))
        .toList();
  }

  /** Into the very table, which nobody follows: a new one each time, as the system has. */
  private double written() throws ExecutionException, InterruptedException {
    var template =
        TemplateFile.read(Path.of("template.yaml"))
            .resolve(Map.of("JwtIssuer", "http://localhost"));
    try (var engines = Engines.start(template, Optional.empty())) {
      Map<String, String> environment = engines.environment("SearchApi");
      String table = table(environment);
      DynamoDbClient dynamoDb =
          new AwsClients(environment).client(DynamoDbClient.builder(), "dynamodb");
      List<List<WriteRequest>> batches =
          requests().stream()
              .flatMap(List::stream)
              .map(chunk -> ChunkItems.of("floor", chunk))
              .map(item -> WriteRequest.builder().putRequest(put -> put.item(item)).build())
              .gather(Gatherers.windowFixed(WRITE_BATCH))
              .toList();
      return WRITE_BATCH
          * InFlight.run(
                  WRITES_AT_ONCE,
                  batches.size(),
                  n -> dynamoDb.batchWriteItem(w -> w.requestItems(Map.of(table, batches.get(n)))))
              .rate();
    }
  }

  private static String table(Map<String, String> environment) {
    return environment.getOrDefault("CHUNK_TABLE", "");
  }

  private double indexed(Path folder) throws IOException {
    var watch = new Stopwatch();
    RawIndex.write(corpus, folder);
    return watch.elapsed().perSecond(corpus.size());
  }

  /**
   * Returns the rate of acceptance; what it takes until all are found is kept for the next line.
   */
  private double inserted(int round) throws IOException, InterruptedException, ExecutionException {
    try (var rig = Rig.start();
        var _ = rig.follow("Indexer")) {
      Client client = rig.client();
      List<List<Chunk>> requests = requests();
      var whole = new Stopwatch();
      double accepted =
          REQUEST
              * InFlight.run(SENDERS, requests.size(), n -> client.putChunks(requests.get(n)))
                  .rate();
      await(client, "", corpus.size());
      findableRate = whole.elapsed().perSecond(corpus.size());
      if (round == rounds) {
        ones = one(rig);
      }
      return accepted;
    }
  }

  private static void await(Client client, String parameters, int chunks)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (client.count(parameters) != chunks) {
      if (System.nanoTime() > end) {
        throw new IOException("Not %d chunks can be found in %s".formatted(chunks, PATIENCE));
      }
      Thread.sleep(PAUSE);
    }
  }

  /** Each in an index of as many as were inserted before. */
  private Table one(Rig rig) throws IOException, InterruptedException {
    Client client = rig.client();
    DynamoDbClient dynamoDb = rig.store().dynamoDb();
    String table = table(rig.searchEnvironment());
    long[] written = new long[singles];
    long[] findable = new long[singles];
    long[] gone = new long[singles];
    for (int number = 0; number < singles; number++) {
      Chunk chunk = single(number);
      long begin = System.nanoTime();
      dynamoDb.putItem(put -> put.tableName(table).item(ChunkItems.of("floor", chunk)));
      written[number] = System.nanoTime() - begin;
      keepAsking(client);
      String document = "document_id=" + chunk.documentId().orElseThrow();
      begin = System.nanoTime();
      client.putChunks(List.of(chunk));
      await(client, document, 1);
      findable[number] = System.nanoTime() - begin;
      keepAsking(client);
      begin = System.nanoTime();
      client.deleteChunk(chunk.id());
      await(client, document, 0);
      gone[number] = System.nanoTime() - begin;
    }
    var told = new Table("", "p50 ms", "p95 ms", "p50 of the first");
    Latencies floor = latencies(written);
    row(told, "floor: PutItem", floor, floor);
    row(told, "POST until it is found", latencies(findable), floor);
    row(told, "DELETE until it is gone", latencies(gone), floor);
    return told;
  }

  /** For some time: else each would begin just when the index was looked at. */
  private void keepAsking(Client client) throws IOException, InterruptedException {
    long end = System.nanoTime() + random.nextLong(REFRESH.toNanos());
    while (System.nanoTime() < end) {
      int _ = client.count("");
      Thread.sleep(PAUSE);
    }
  }

  private Chunk single(int number) {
    Chunk like = corpus.chunk(number);
    return new Chunk(
        "single_" + number,
        Optional.of("single_" + number),
        like.title(),
        like.text(),
        like.categories(),
        like.confidence(),
        like.createdAt());
  }

  private static Latencies latencies(long[] nanos) {
    return Latencies.of(Arrays.stream(nanos));
  }

  private static void row(Table table, String label, Latencies each, Latencies floor) {
    table.row(
        label,
        "%,.1f".formatted(each.millis(50)),
        "%,.1f".formatted(each.millis(95)),
        "%,.0f".formatted(each.millis(50) / floor.millis(50)));
  }
}
