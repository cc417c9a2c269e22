package dev.headroom.benchmarks;

import dev.headroom.aws.AwsClients;
import dev.headroom.aws.ItemSize;
import dev.headroom.benchmarks.search.ChunkItems;
import dev.headroom.benchmarks.search.Corpus;
import dev.headroom.benchmarks.search.CountedObjects;
import dev.headroom.cache.CacheSettings;
import dev.headroom.cache.Caches;
import dev.headroom.cache.statistics.CacheStatistics;
import dev.headroom.index.IndexSettings;
import dev.headroom.index.Partition;
import dev.headroom.index.Scratch;
import dev.headroom.index.reading.IndexReaders;
import dev.headroom.index.reading.IndexView;
import dev.headroom.index.writing.IndexWriters;
import dev.headroom.local.recorder.CallRecorder;
import dev.headroom.objects.ObjectStores;
import dev.headroom.redis.Redis;
import dev.headroom.redis.RedisSettings;
import dev.headroom.search.Chunk;
import dev.headroom.search.ChunkStore;
import dev.headroom.search.api.CachedSearch;
import dev.headroom.search.api.SearchRequest;
import dev.headroom.search.query.paging.PageRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Counts the calls of the functions' parts, which are put together as their wirings do. */
final class SearchMeter implements AutoCloseable {
  /** DynamoDB's unit of reading, in bytes. */
  static final double READ_UNIT = 4096;

  private static final String TENANT = "calls";
  private static final int MANY = 1_000;
  private static final IndexSettings ALWAYS = new IndexSettings(1, Duration.ZERO, 1_000_000_000);

  private final List<SearchCost> operations = new ArrayList<>();
  private final Corpus corpus = new Corpus(2 * MANY);
  private final long itemBytes = ItemSize.bytes(ChunkItems.of(TENANT, corpus.chunk(0)));
  private final Redis redis;
  private final Redis elsewhere;
  private final CachedSearch search;
  private final CachedSearch other;
  private final CacheStatistics statistics;
  private final WriteUnits rules;
  private final ChunkStore truth;
  private final CountedObjects objects;
  private final IndexWriters writers;
  private final IndexReaders readers;

  SearchMeter(Map<String, String> environment) {
    var settings = RedisSettings.of(environment.getOrDefault("REDIS_URL", ""));
    var aws = new AwsClients(environment);
    var clock = InstantSource.system();
    var random = new SecureRandom();
    redis = new Redis(settings);
    redis.warmUp();
    elsewhere = new Redis(settings);
    elsewhere.warmUp();
    var caches = new Caches(CacheSettings.USUAL, redis, clock, random);
    search = new CachedSearch(caches);
    other = new CachedSearch(new Caches(CacheSettings.USUAL, elsewhere, clock, random));
    statistics = caches.statistics();
    var dynamoDb = aws.client(DynamoDbClient.builder(), "dynamodb");
    String table = environment.getOrDefault("CHUNK_TABLE", "");
    rules = new WriteUnits(dynamoDb.describeTable(t -> t.tableName(table)).table());
    truth = new ChunkStore(dynamoDb, table);
    objects =
        new CountedObjects(ObjectStores.open(environment.getOrDefault("OBJECT_STORE", ""), aws));
    var scratch = Scratch.temporary();
    writers = new IndexWriters(objects, truth, ALWAYS, scratch, clock, random);
    readers = new IndexReaders(objects, ALWAYS, scratch, clock);
  }

  /** Of one chunk in the table. */
  long itemBytes() {
    return itemBytes;
  }

  /** Does each operation once, in an order in which each finds what it needs. */
  List<SearchCost> measure() {
    first();
    searches();
    changes();
    return List.copyOf(operations);
  }

  /** Of a chunk that comes or goes, with its entry in the index. */
  private long writeUnits() {
    Map<String, AttributeValue> item = ChunkItems.of(TENANT, corpus.chunk(0));
    return rules.ofTable(Map.of(), item) + rules.ofIndexes(Map.of(), item);
  }

  /** Strongly consistent, one by one; what is not there takes one unit too. */
  private static double readUnits(int chunks, long itemBytes) {
    return chunks * Math.ceil(itemBytes / READ_UNIT);
  }

  /** Strongly consistent, a page of each bucket. */
  private static double queryUnits(int chunks, long itemBytes) {
    return ChunkStore.BUCKETS
        * Math.ceil((double) chunks / ChunkStore.BUCKETS * itemBytes / READ_UNIT);
  }

  private void first() {
    insert(0, MANY);
    batch(
        "first batch of a tenant, %,d chunks".formatted(MANY),
        ids(0, MANY),
        queryUnits(MANY, itemBytes));
    count("first look at an index of a process", SearchCost.Units.NONE, this::look);
    count("a look at a pointer that is as it was", SearchCost.Units.NONE, this::look);
  }

  private void look() {
    readers.open(TENANT).close();
  }

  private void searches() {
    try (IndexView index = readers.open(TENANT)) {
      var _ = search.page(TENANT, index, asked(0, 0));
      statistics.flush();
      var _ = objects.taken();
      request("search: nowhere", () -> search.page(TENANT, index, asked(1, 0)));
      request("search: in memory", () -> search.page(TENANT, index, asked(1, 0)));
      request("search: the next page, nowhere", () -> search.page(TENANT, index, asked(1, 1)));
      var _ = other.page(TENANT, index, asked(2, 0));
      request("search: in Redis", () -> search.page(TENANT, index, asked(2, 0)));
      var criteria = corpus.question(1).criteria();
      request("count: nowhere", () -> search.count(TENANT, index, criteria));
      request("count: in memory", () -> search.count(TENANT, index, criteria));
      request("suggestions: nowhere", () -> search.suggestions(TENANT, index, "ba", 10));
      request("suggestions: in memory", () -> search.suggestions(TENANT, index, "ba", 10));
    }
  }

  private SearchRequest asked(int question, int page) {
    return new SearchRequest(
        corpus.question(question).criteria(), PageRequest.page(page, 5), false);
  }

  private void changes() {
    insert(MANY, 1);
    batch("batch of 1 change", ids(MANY, 1), readUnits(1, itemBytes));
    count("a look at a newer index", SearchCost.Units.NONE, this::look);
    insert(MANY, MANY);
    batch("batch of %,d changes".formatted(MANY), ids(MANY, MANY), readUnits(MANY, itemBytes));
    count(
        "delete",
        SearchCost.Units.ofRequest(writeUnits()),
        () -> truth.delete(TENANT, corpus.chunk(0).id()));
    batch("batch of 1 removal", ids(0, 1), readUnits(1, itemBytes));
  }

  private List<String> ids(int from, int times) {
    return chunks(from, times).stream().map(Chunk::id).toList();
  }

  private List<Chunk> chunks(int from, int times) {
    return IntStream.range(from, from + times).mapToObj(corpus::chunk).toList();
  }

  private void insert(int from, int times) {
    List<Chunk> chunks = chunks(from, times);
    count(
        "insert of %,d".formatted(times),
        SearchCost.Units.ofRequest(times * writeUnits()),
        () -> truth.putAll(TENANT, chunks));
  }

  /** One invocation of the indexer. */
  private void batch(String name, List<String> ids, double readUnits) {
    count(
        "indexer: " + name,
        new SearchCost.Units(0, 1, 0, readUnits),
        () -> writers.of(new Partition(TENANT, 0, 1)).apply(ids));
  }

  /** A request, which tells Redis what it counted before its answer leaves. */
  private void request(String name, Runnable task) {
    count(
        name,
        SearchCost.Units.ofRequest(0),
        () -> {
          task.run();
          statistics.flush();
        });
  }

  private void count(String name, SearchCost.Units units, Runnable task) {
    var recorder = new CallRecorder();
    var _ = objects.taken();
    long before = redis.roundTrips();
    task.run();
    recorder.close();
    long made = redis.roundTrips() - before;
    Map<String, Long> dynamoDb = new TreeMap<>();
    recorder
        .calls()
        .forEach((call, tally) -> dynamoDb.merge(call.operation(), tally.attempts(), Long::sum));
    operations.add(new SearchCost(name, dynamoDb, objects.taken(), made, units));
  }

  @Override
  public void close() {
    redis.close();
    elsewhere.close();
  }
}
