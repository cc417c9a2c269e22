package dev.headroom.search.query;

import dev.headroom.aws.AwsClients;
import dev.headroom.index.IndexSettings;
import dev.headroom.index.Partition;
import dev.headroom.index.Scratch;
import dev.headroom.index.reading.IndexReaders;
import dev.headroom.index.reading.IndexView;
import dev.headroom.index.writing.IndexWriters;
import dev.headroom.local.engine.Engines;
import dev.headroom.objects.FolderObjectStore;
import dev.headroom.search.Chunk;
import dev.headroom.search.ChunkStore;
import dev.headroom.search.query.paging.PageRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.search.IndexSearcher;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Chunks in the real chunk table, and the index that the real writer makes of them. */
final class AnIndex implements AutoCloseable {
  static final Instant DAY = Instant.parse("2026-01-10T00:00:00Z");

  private final Engines engines;
  private final ChunkStore truth;
  private final IndexWriters writers;
  private final IndexReaders readers;
  private final int partitions;
  private final String tenant = "acme";

  AnIndex(Path folder, int partitions) {
    engines = Engines.forTest(Path.of("template.yaml"), Map.of("JwtIssuer", "http://localhost"));
    Map<String, String> environment = engines.environment("Indexer");
    var aws = new AwsClients(environment);
    this.partitions = partitions;
    truth =
        new ChunkStore(
            aws.client(DynamoDbClient.builder(), "dynamodb"),
            String.valueOf(environment.get("CHUNK_TABLE")));
    var objects = new FolderObjectStore(folder.resolve("objects"));
    var scratch = new Scratch(folder);
    var clock = InstantSource.system();
    var settings = new IndexSettings(partitions, Duration.ZERO, 1_000_000_000);
    writers = new IndexWriters(objects, truth, settings, scratch, clock, new Random(20_261_120));
    readers = new IndexReaders(objects, settings, scratch, clock);
  }

  static Chunk chunk(String id, String text, double confidence, int day, String... categories) {
    return new Chunk(
        id,
        Optional.of("doc_" + id.charAt(0)),
        Optional.empty(),
        text,
        Arrays.asList(categories),
        confidence,
        DAY.plus(Duration.ofDays(day)));
  }

  static Chunk chunk(String id, String text) {
    return chunk(id, text, 1, 0);
  }

  void put(Chunk... chunks) {
    put(List.of(chunks));
  }

  void put(List<Chunk> chunks) {
    truth.putAll(tenant, chunks);
    index(chunks.stream().map(Chunk::id).toList());
  }

  void delete(String... ids) {
    for (String id : ids) {
      truth.delete(tenant, id);
    }
    index(List.of(ids));
  }

  private void index(List<String> ids) {
    for (Partition partition : Partition.all(tenant, partitions)) {
      Set<String> own = new LinkedHashSet<>();
      for (String id : ids) {
        if (Partition.of(tenant, ChunkStore.bucket(id), partitions).equals(partition)) {
          own.add(id);
        }
      }
      writers.of(partition).apply(own);
    }
  }

  /** Asks the index as it is now. */
  interface Question<T> {
    T ask(IndexSearcher searcher) throws Exception;
  }

  <T> T ask(Question<T> question) {
    try (IndexView view = readers.open(tenant)) {
      return question.ask(view.searcher());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The ids of all hits, in order. */
  List<String> ids(Criteria criteria) {
    return ask(
        searcher ->
            new Search()
                .find(searcher, criteria, PageRequest.page(0, 200), false).hits().hits().stream()
                    .map(hit -> hit.chunk().id())
                    .toList());
  }

  List<String> ids(String text) {
    return ids(text(text));
  }

  static Criteria text(String text) {
    return new Criteria(
        Optional.of(text),
        List.of(),
        java.util.OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static Criteria categories(List<String> categories) {
    return new Criteria(
        Optional.empty(),
        categories,
        java.util.OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** All ids, read by pages of this size, each by the cursor of the one before. */
  List<String> idsByCursor(Criteria criteria, int size) {
    List<String> ids = new ArrayList<>();
    PageRequest next = PageRequest.page(0, size);
    while (true) {
      PageRequest request = next;
      Hits page = ask(searcher -> new Search().page(searcher, criteria, request, false));
      page.hits().forEach(hit -> ids.add(hit.chunk().id()));
      checkEnds(ids);
      if (page.next().isEmpty()) {
        return ids;
      }
      next = PageRequest.after(page.next().get(), size);
    }
  }

  /** Pages that go in a circle would never fail a test. */
  static void checkEnds(List<String> ids) {
    if (ids.size() > 5_000) {
      throw new AssertionError("There are more hits than chunks");
    }
  }

  @Override
  public void close() {
    engines.close();
  }
}
