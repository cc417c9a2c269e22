package dev.headroom.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.aws.ItemSize;
import dev.headroom.search.OldChunks.Old;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class OldChunksTest {
  private static final Instant NOON = AChunk.NOON;
  private static final Instant ALL = NOON.plus(Duration.ofDays(1));
  private static final SearchTables TABLES = new SearchTables();
  private static final String TABLE = TABLES.settings.chunkTable();

  private final ChunkStore store = new ChunkStore(TABLES.dynamoDb, TABLE);

  @AfterAll
  static void stop() {
    TABLES.close();
  }

  private static Chunk chunk(String id, String text, Instant createdAt) {
    return new Chunk(id, Optional.empty(), Optional.empty(), text, List.of(), 1, createdAt);
  }

  private void put(String tenant, Chunk... chunks) {
    store.putAll(tenant, List.of(chunks));
  }

  /** Each page is asked of another process. */
  private static List<Old> find(String tenant, Instant before, int limit) {
    List<Old> found = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      var page = new OldChunks(TABLES.dynamoDb, TABLE).find(tenant, before, next, limit);
      assertThat(page.chunks()).hasSizeLessThanOrEqualTo(limit);
      assertThat(page.chunks().size() == limit || page.next().isEmpty()).isTrue();
      found.addAll(page.chunks());
      next = page.next();
      assertThat(next.map(String::length).orElse(0)).isLessThanOrEqualTo(500);
    } while (next.isPresent());
    return found;
  }

  private static Old one(String tenant) {
    List<Old> found = find(tenant, ALL, 10);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static List<String> ids(List<Old> chunks) {
    return chunks.stream()
        .map(chunk -> chunk.deletion().key().getOrDefault("chunk_id", AttributeValue.fromS("")).s())
        .toList();
  }

  private static void delete(Old chunk) {
    var write = TransactWriteItem.builder().delete(chunk.deletion()).build();
    TABLES.dynamoDb.transactWriteItems(transaction -> transaction.transactItems(write));
  }

  private static void assertIsRefused(Old chunk) {
    assertThatThrownBy(() -> delete(chunk)).isInstanceOf(TransactionCanceledException.class);
  }

  @Test
  void what_was_created_before_a_time_is_old_and_nothing_else() {
    put(
        "ages",
        chunk("just", "text", NOON.minusMillis(1)),
        chunk("at", "text", NOON),
        chunk("after", "text", NOON.plusMillis(1)),
        chunk("first", "text", Instant.parse("0001-01-01T00:00:00Z")),
        chunk("last", "text", Instant.parse("9999-12-31T23:59:59.999Z")));
    put("ages#00", chunk("another's", "text", NOON.minusMillis(1)));

    assertThat(ids(find("ages", NOON, 10))).containsExactlyInAnyOrder("first", "just");
    assertThat(ids(find("ages", NOON.plusNanos(1_000_000), 10)))
        .containsExactlyInAnyOrder("first", "just", "at");
    assertThat(ids(find("ages", Instant.parse("9999-12-31T23:59:59.999Z"), 10)))
        .containsExactlyInAnyOrder("first", "just", "at", "after");
    assertThat(find("nobody", NOON, 10)).isEmpty();
  }

  @Test
  void all_are_found_in_pages_of_any_size_each_once() {
    List<Chunk> chunks =
        IntStream.range(0, 120)
            .mapToObj(i -> chunk("c " + i, "text", NOON.minusSeconds(i % 7)))
            .toList();
    store.putAll("pages", chunks);
    List<String> all = chunks.stream().map(Chunk::id).toList();

    for (int limit : List.of(1, 7, 60, 119, 120, 121)) {
      assertThat(ids(find("pages", ALL, limit)))
          .as("pages of %d", limit)
          .containsExactlyInAnyOrderElementsOf(all);
    }
  }

  @Test
  void pages_go_on_after_the_longest_ids_there_can_be() {
    List<Chunk> chunks =
        IntStream.range(10, 40).mapToObj(i -> chunk(i + " 😀".repeat(99), "text", NOON)).toList();
    store.putAll("long", chunks);

    assertThat(ids(find("long", ALL, 1)))
        .containsExactlyInAnyOrderElementsOf(chunks.stream().map(Chunk::id).toList());
  }

  @Test
  void a_chunk_that_is_as_it_was_is_deleted() {
    put("same", chunk("a", "text", NOON));
    Old seen = one("same");
    put("same", chunk("a", "text", NOON));

    delete(seen);

    assertThat(store.read("same", List.of("a"))).isEmpty();
    assertThat(find("same", ALL, 10)).isEmpty();
  }

  @Test
  void a_chunk_that_was_created_anew_is_not_deleted_and_leaves_no_trace() {
    put("anew", chunk("a", "text", NOON.minusSeconds(1)));
    Old seen = one("anew");
    put("anew", chunk("a", "text", NOON.plusSeconds(1)));

    assertIsRefused(seen);

    assertThat(store.read("anew", List.of("a"))).hasSize(1);
    assertThat(find("anew", NOON, 10)).isEmpty();
    assertThat(find("anew", ALL, 10)).hasSize(1);
  }

  @Test
  void a_chunk_that_got_another_text_is_not_deleted() {
    put("text", chunk("a", "text", NOON));
    Old seen = one("text");
    put("text", chunk("a", "another", NOON));

    assertIsRefused(seen);

    assertThat(store.read("text", List.of("a"))).hasSize(1);
    assertThat(one("text").bytes()).isEqualTo(seen.bytes() + 3);
  }

  @Test
  void a_chunk_that_is_gone_is_not_deleted_again() {
    put("gone", chunk("a", "text", NOON));
    Old seen = one("gone");
    store.delete("gone", "a");

    assertIsRefused(seen);
  }

  /** By DynamoDB's own rule, which says of numbers only about how long they are. */
  @Test
  void the_bytes_are_those_of_the_whole_item() {
    for (int length : List.of(1, 37, 400, 9_000, 50_000)) {
      String id = "c" + length;
      put("bytes", chunk(id, "x".repeat(length), NOON));
      long bytes = ItemSize.bytes(item("bytes", id));

      assertThat(bytes).isGreaterThan(length);
      assertThat(bytes(id)).isBetween(bytes - 1, bytes + 1);
    }
  }

  private static long bytes(String id) {
    return find("bytes", ALL, 10).stream()
        .filter(chunk -> ids(List.of(chunk)).contains(id))
        .mapToLong(Old::bytes)
        .sum();
  }

  private static Map<String, AttributeValue> item(String tenant, String id) {
    return TABLES
        .dynamoDb
        .getItem(get -> get.tableName(TABLE).key(ChunkItem.key(tenant, id)))
        .item();
  }
}
