package dev.headroom.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.index.reading.IndexReaders;
import dev.headroom.index.writing.IndexWriters;
import dev.headroom.local.recorder.CapacityMeter;
import dev.headroom.local.recorder.CapacityMeter.Consumed;
import dev.headroom.search.Chunk;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the way of chunks into the index, and of the index into a process, asks of DynamoDB and of
 * S3: the calls of docs/figures.md. A search itself asks neither.
 */
@ExtendWith(WithChunkTable.class)
class IndexCallsTest {
  private static final int MANY = 1_000;

  @TempDir private Path folder;
  private final Map<String, Integer> requests = new ConcurrentHashMap<>();
  private IndexFixture fixture;
  private IndexWriters writers;
  private CapacityMeter meter;

  @BeforeEach
  void open(ChunkTable table) {
    IndexFixture direct = IndexFixture.of(table, folder);
    fixture =
        direct.through(
            new ObservedObjectStore(
                direct.objects(), (call, _) -> requests.merge(request(call), 1, Integer::sum)));
    writers = fixture.writers();
    meter = new CapacityMeter();
  }

  @AfterEach
  void end() {
    meter.close();
  }

  /** The request to S3 behind a call. */
  private static String request(String call) {
    return switch (call) {
      case "get", "read", "look", "download" -> "GetObject";
      case "put", "putIf", "upload" -> "PutObject";
      case "delete" -> "DeleteObjects";
      default -> "ListObjectsV2";
    };
  }

  private Map<String, Integer> requests() {
    var taken = new TreeMap<>(requests);
    requests.clear();
    return taken;
  }

  private Map<String, Long> calls() {
    return meter.taken().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, call -> call.getValue().calls()));
  }

  private static List<Chunk> chunks(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(n -> IndexFixture.chunk("chunk " + n, "some words " + n))
        .toList();
  }

  private void put(int from, int count) {
    fixture.truth().putAll(fixture.tenant(), chunks(from, count));
  }

  /** What one invocation of the indexer does with the changes of so many chunks. */
  private void index(int from, int count) {
    var _ =
        writers.of(fixture.partition()).apply(chunks(from, count).stream().map(Chunk::id).toList());
  }

  @Test
  void an_insert_is_a_write_of_25_chunks_each_of_which_takes_a_unit_and_one_of_the_index_by_age() {
    put(0, 1);
    assertThat(meter.taken()).isEqualTo(Map.of("BatchWriteItem", new Consumed(1, 1, 1)));
    put(0, MANY);
    assertThat(calls()).isEqualTo(Map.of("BatchWriteItem", 40L));

    assertThat(fixture.truth().delete(fixture.tenant(), "chunk 0")).isTrue();
    assertThat(meter.taken()).isEqualTo(Map.of("DeleteItem", new Consumed(1, 1, 1)));
  }

  @Test
  void a_batch_of_changes_reads_them_and_writes_a_segment_and_the_pointer() {
    put(0, MANY);
    meter.taken();
    index(0, MANY);
    assertThat(calls()).as("first of a tenant").isEqualTo(Map.of("Query", 16L));
    assertThat(requests()).isEqualTo(Map.of("GetObject", 2, "PutObject", 5));

    put(MANY, 1);
    meter.taken();
    index(MANY, 1);
    assertThat(meter.taken()).isEqualTo(Map.of("BatchGetItem", new Consumed(1, 1, 0)));
    assertThat(requests()).isEqualTo(Map.of("GetObject", 2, "PutObject", 5));

    put(MANY, MANY);
    meter.taken();
    index(MANY, MANY);
    assertThat(calls()).isEqualTo(Map.of("BatchGetItem", 10L));
    assertThat(requests()).isEqualTo(Map.of("GetObject", 2, "PutObject", 5));

    fixture.remove("chunk 0");
    meter.taken();
    index(0, 1);
    assertThat(calls()).isEqualTo(Map.of("BatchGetItem", 1L));
    assertThat(requests()).isEqualTo(Map.of("GetObject", 2, "PutObject", 3));
  }

  @Test
  void a_look_at_an_index_is_one_request_until_there_is_a_newer_one() {
    put(0, 1);
    index(0, 1);
    IndexReaders readers = fixture.readers();
    requests();
    meter.taken();

    readers.open(fixture.tenant()).close();
    assertThat(requests()).as("first of a process").isEqualTo(Map.of("GetObject", 5));
    readers.open(fixture.tenant()).close();
    assertThat(requests()).isEqualTo(Map.of("GetObject", 1));
    put(1, 1);
    index(1, 1);
    requests();
    readers.open(fixture.tenant()).close();
    assertThat(requests()).as("a newer one").isEqualTo(Map.of("GetObject", 5));
  }
}
