package dev.headroom.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.aws.Persistence;
import dev.headroom.errors.HeadroomException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ChunkStoreTest {
  private static final SearchTables TABLES = new SearchTables();

  private final BusyDynamoDb dynamoDb = new BusyDynamoDb(TABLES.dynamoDb);
  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  private final ChunkStore store =
      new ChunkStore(
          dynamoDb,
          TABLES.settings.chunkTable(),
          new Persistence(new Random(20_261_120), pauses::add));

  @AfterAll
  static void stop() {
    TABLES.close();
  }

  private static List<Chunk> chunks(int number) {
    return IntStream.range(0, number).mapToObj(i -> AChunk.of("c" + i, "text of " + i)).toList();
  }

  private static List<String> ids(List<Chunk> chunks) {
    return chunks.stream().map(Chunk::id).toList();
  }

  @Test
  void a_chunk_comes_back_as_it_went_and_no_other_tenant_sees_it() {
    var chunk =
        new Chunk(
            "a/ü#😀 1",
            Optional.of("d"),
            Optional.of(""),
            "text\nof \u0000 the chunk 😀",
            List.of("b", "a"),
            1.0 / 3,
            Instant.parse("0001-01-01T00:00:00.007Z"));

    store.putAll("own", List.of(chunk));

    assertThat(store.read("own", List.of("a/ü#😀 1", "none")))
        .containsOnly(Map.entry(chunk.id(), chunk));
    assertThat(store.read("own#0", List.of(chunk.id()))).isEmpty();
    assertThat(store.read("other", List.of(chunk.id()))).isEmpty();
    assertThat(store.delete("other", chunk.id())).isFalse();
    assertThat(store.read("own", List.of(chunk.id()))).hasSize(1);
  }

  @Test
  void the_largest_chunks_there_can_be_fit_side_by_side() {
    List<String> categories =
        IntStream.range(0, 50).mapToObj(i -> "%02d".formatted(i) + "😀".repeat(198)).toList();
    List<Chunk> largest =
        IntStream.range(100, 126)
            .mapToObj(
                i ->
                    new Chunk(
                        i + "😀".repeat(197),
                        Optional.of("😀".repeat(200)),
                        Optional.of("😀".repeat(500)),
                        "😀".repeat(50_000),
                        categories,
                        0.1234567890123456,
                        AChunk.NOON))
            .toList();

    store.putAll("t".repeat(128), largest);
    assertThat(dynamoDb.batches()).containsExactlyInAnyOrder(5, 5, 5, 5, 5, 1);

    assertThat(store.read("t".repeat(128), ids(largest)).values())
        .containsExactlyElementsOf(largest);
  }

  @Test
  void of_equal_ids_the_last_is_stored_and_replaces_what_was_there() {
    store.putAll("equal", List.of(AChunk.of("a", "old")));

    store.putAll("equal", List.of(AChunk.of("a", "1"), AChunk.of("b", "2"), AChunk.of("a", "3")));

    assertThat(store.read("equal", List.of("a", "b", "a")).values())
        .extracting(Chunk::text)
        .containsExactly("3", "2");
    assertThat(dynamoDb.batches()).containsExactly(1, 2, 2);
  }

  @Test
  void a_thousand_are_forty_writes_and_ten_reads() {
    List<Chunk> thousand = chunks(1_000);

    store.putAll("thousand", thousand);
    assertThat(dynamoDb.batches()).hasSize(40).containsOnly(25);
    assertThat(store.read("thousand", ids(thousand)).values()).containsExactlyElementsOf(thousand);

    assertThat(dynamoDb.batches().subList(40, 50)).containsOnly(100);
    assertThat(dynamoDb.batches()).hasSize(50);
    assertThat(pauses).isEmpty();
  }

  @Test
  void what_dynamodb_did_not_get_to_is_written_again() {
    dynamoDb.getsTo(10, 0, -1, 14, 1);

    store.putAll("busy", chunks(25));

    assertThat(dynamoDb.batches()).containsExactly(25, 15, 15, 15, 1);
    assertThat(pauses).hasSize(4);
    assertThat(store.read("busy", ids(chunks(25)))).hasSize(25);
  }

  @Test
  void what_dynamodb_did_not_get_to_is_read_again() {
    store.putAll("busy-reads", chunks(25));
    dynamoDb.getsTo(20, 0, 4);

    assertThat(store.read("busy-reads", ids(chunks(25))).values())
        .containsExactlyElementsOf(chunks(25));
    assertThat(dynamoDb.batches()).containsExactly(25, 25, 5, 5, 1);
  }

  @Test
  void when_nothing_goes_for_long_it_says_that_some_may_be_stored() {
    dynamoDb.getsTo(5, 0, 0, 0, 0, -1, 0, 0, 0);

    assertThatThrownBy(() -> store.putAll("stuck", chunks(25)))
        .isInstanceOf(HeadroomException.Unavailable.class)
        .hasMessageContaining("some may be stored");

    assertThat(dynamoDb.batches()).hasSize(9);
    assertThat(store.read("stuck", ids(chunks(25)))).hasSize(5);
    assertThat(pauses)
        .hasSize(8)
        .allSatisfy(pause -> assertThat(pause).isLessThanOrEqualTo(Duration.ofSeconds(2)));
    assertThat(Collections.max(pauses)).isGreaterThan(Duration.ofMillis(100));
  }

  @Test
  void a_chunk_is_removed_once() {
    store.putAll("removal", chunks(2));

    assertThat(store.delete("removal", "c0")).isTrue();
    assertThat(store.delete("removal", "c0")).isFalse();
    assertThat(store.delete("removal", "x".repeat(2_000))).isFalse();
    assertThat(store.read("removal", List.of("c0", "c1"))).containsOnlyKeys("c1");
  }

  @Test
  void all_are_found_by_scanning_the_buckets_in_pages() {
    store.putAll("scanned", chunks(200));
    List<Chunk> found = new ArrayList<>();
    for (int bucket = 0; bucket < ChunkStore.BUCKETS; bucket++) {
      List<String> ofBucket = new ArrayList<>();
      Optional<String> after = Optional.empty();
      do {
        ChunkStore.Page page = store.scan("scanned", bucket, after, 3);
        assertThat(page.chunks()).hasSizeLessThanOrEqualTo(3);
        found.addAll(page.chunks());
        ofBucket.addAll(ids(page.chunks()));
        after = page.after();
      } while (after.isPresent());
      assertThat(ofBucket).isSorted().hasSizeBetween(1, 40);
    }

    assertThat(found).containsExactlyInAnyOrderElementsOf(chunks(200));
    assertThat(new TreeSet<>(ids(found))).hasSize(200);
  }

  @Test
  void a_key_says_whose_chunk_it_is() {
    int bucket = ChunkStore.bucket("c1");
    String owner = "a#01#%02d".formatted(bucket);

    assertThat(ChunkStore.parseKey(owner, "c1"))
        .hasValue(new ChunkStore.ChunkKey("a#01", bucket, "c1"));
    assertThat(ChunkStore.parseKey("a#%02d".formatted((bucket + 1) % 16), "c1")).isEmpty();
    assertThat(ChunkStore.parseKey("a#99", "c1")).isEmpty();
    assertThat(ChunkStore.parseKey("#%02d".formatted(bucket), "c1")).isEmpty();
    assertThat(ChunkStore.parseKey("nobody", "c1")).isEmpty();
  }

  /** Chunks that are stored would be lost if this changed. */
  @Test
  void a_bucket_is_the_same_for_ever() {
    assertThat(List.of("", "a", "zlib_1", "ü", "😀").stream().map(ChunkStore::bucket))
        .containsExactly(0, 3, 14, 5, 4);
  }
}
