package dev.headroom.benchmarks.cleanup;

import dev.headroom.aws.AwsClients;
import dev.headroom.aws.InParallel;
import dev.headroom.benchmarks.search.ChunkItems;
import dev.headroom.benchmarks.search.Corpus;
import dev.headroom.jobs.JobSettings;
import dev.headroom.objects.ObjectStore;
import dev.headroom.search.Chunk;
import dev.headroom.search.ChunkStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Puts things that are over, and things that are not: the same in every run. */
public final class CleanupFixture {
  private static final int WRITE_BATCH = 25;
  private static final int CHUNKS_AT_ONCE = 1_000;
  private static final int AT_ONCE = 8;
  private static final byte[] OBJECT = new byte[1_000];

  /** Ids of what is kept are none of what is removed. */
  private static final int FIRST_KEPT = 1_000_000;

  private final Corpus corpus = new Corpus(0);
  private final Map<Kind, SampleJob> over = new EnumMap<>(Kind.class);
  private final Map<Kind, SampleJob> young = new EnumMap<>(Kind.class);
  private final Instant longAgo;
  private final Instant lately;
  private final String jobTable;
  private final String chunkTable;
  private final DynamoDbClient dynamoDb;
  private final ObjectStore objects;
  private int lots;

  /**
   * Makes a real job of each kind and age.
   *
   * @param now what is over was created 40 days before it, what is not 1 day
   */
  public CleanupFixture(
      JobSettings jobs,
      String chunkTable,
      DynamoDbClient dynamoDb,
      AwsClients aws,
      ObjectStore objects,
      Instant now) {
    this.jobTable = jobs.table();
    this.chunkTable = chunkTable;
    this.dynamoDb = dynamoDb;
    this.objects = objects;
    this.longAgo = now.minus(Duration.ofDays(40));
    this.lately = now.minus(Duration.ofDays(1));
    for (Kind kind : List.of(Kind.JOBS, Kind.JOBS_WITH_OBJECTS)) {
      over.put(kind, new SampleJob(jobs, dynamoDb, aws, objects, longAgo, kind.objects()));
      young.put(kind, new SampleJob(jobs, dynamoDb, aws, objects, lately, kind.objects()));
    }
  }

  /** Puts things that are over. */
  public FixtureBatch over(Kind kind, String tenant, int count) {
    return switch (kind) {
      case CHUNKS -> chunks(tenant, 0, count, longAgo);
      case JOBS, JOBS_WITH_OBJECTS -> jobs(kind, over, tenant, count);
    };
  }

  /** Puts things that are kept; at most once for each tenant and kind. */
  public FixtureBatch young(Kind kind, String tenant, int count) {
    return switch (kind) {
      case CHUNKS -> chunks(tenant, FIRST_KEPT, count, lately);
      case JOBS, JOBS_WITH_OBJECTS -> jobs(kind, young, tenant, count);
    };
  }

  private FixtureBatch chunks(String tenant, int first, int count, Instant createdAt) {
    var store = new ChunkStore(dynamoDb, chunkTable);
    List<Map<String, AttributeValue>> keys = new ArrayList<>();
    for (int from = first; from < first + count; from += CHUNKS_AT_ONCE) {
      List<Chunk> some =
          IntStream.range(from, Math.min(first + count, from + CHUNKS_AT_ONCE))
              .mapToObj(number -> chunk(number, createdAt))
              .toList();
      store.putAll(tenant, some);
      some.forEach(chunk -> keys.add(ChunkItems.key(tenant, chunk.id())));
    }
    return new FixtureBatch(Kind.CHUNKS, tenant, chunkTable, keys, List.of());
  }

  private Chunk chunk(int number, Instant createdAt) {
    Chunk like = corpus.chunk(number);
    return new Chunk(
        like.id(),
        like.documentId(),
        like.title(),
        like.text(),
        like.categories(),
        like.confidence(),
        createdAt);
  }

  private FixtureBatch jobs(Kind kind, Map<Kind, SampleJob> samples, String tenant, int count) {
    SampleJob sample = samples.get(kind);
    if (sample == null) {
      throw new IllegalArgumentException("No jobs: " + kind);
    }
    int lot = lots++;
    put(IntStream.range(0, count).mapToObj(number -> sample.copy(tenant, lot, number)));
    List<String> keys =
        IntStream.range(0, count)
            .boxed()
            .flatMap(number -> sample.objectKeys(tenant, lot, number).stream())
            .toList();
    keys.forEach(key -> objects.put(key, OBJECT));
    return new FixtureBatch(
        kind,
        tenant,
        jobTable,
        IntStream.range(0, count)
            .mapToObj(n -> Map.of("job_id", AttributeValue.fromS(SampleJob.id(lot, n))))
            .toList(),
        keys);
  }

  private void put(Stream<Map<String, AttributeValue>> items) {
    items
        .map(item -> WriteRequest.builder().putRequest(put -> put.item(item)).build())
        .gather(Gatherers.windowFixed(WRITE_BATCH))
        .<Callable<Boolean>>map(batch -> () -> write(batch))
        .gather(Gatherers.windowFixed(AT_ONCE))
        .forEach(batches -> InParallel.all(batches));
  }

  private boolean write(List<WriteRequest> batch) {
    new BareCalls(dynamoDb, objects).write(jobTable, batch);
    return true;
  }
}
