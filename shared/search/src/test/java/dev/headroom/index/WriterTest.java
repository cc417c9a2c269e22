package dev.headroom.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.errors.HeadroomException;
import dev.headroom.index.reading.IndexReaders;
import dev.headroom.index.reading.IndexView;
import dev.headroom.index.snapshots.Snapshot;
import dev.headroom.index.writing.PartitionWriter;
import dev.headroom.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithChunkTable.class)
class WriterTest {
  @TempDir private Path folder;
  private IndexFixture fixture;
  private PartitionWriter writer;

  @BeforeEach
  void open(ChunkTable table) {
    fixture = IndexFixture.of(table, folder);
    writer = fixture.writer();
  }

  private Snapshot apply(String... ids) {
    return writer.apply(List.of(ids));
  }

  @Test
  void what_is_put_replaced_and_removed_is_found_so() {
    fixture.put("a", "one");
    fixture.put("b", "one");
    apply("a", "b");
    assertThat(fixture.texts(fixture.readers())).isEqualTo(Map.of("a", "one", "b", "one"));

    fixture.put("a", "two");
    apply("a");
    assertThat(fixture.texts(fixture.readers())).isEqualTo(Map.of("a", "two", "b", "one"));

    fixture.remove("b");
    apply("b");
    assertThat(fixture.texts(fixture.readers())).isEqualTo(Map.of("a", "two"));

    fixture.remove("a");
    assertThat(apply("a").chunks()).isZero();
    assertThat(fixture.found()).isEmpty();

    fixture.put("a", "three");
    apply("a");
    fixture.assertIndexEqualsTable();
  }

  @Test
  void a_tenant_without_an_index_has_nothing() {
    try (IndexView view = fixture.readers().open(fixture.tenant())) {
      assertThat(Contents.of(view)).isEmpty();
      assertThat(view.facts().generation()).isZero();
      assertThat(view.facts().publishedAt()).isEmpty();
    }
  }

  @Test
  void an_index_of_nothing_can_be_published_and_read() {
    assertThat(apply().chunks()).isZero();
    assertThat(fixture.found()).isEmpty();

    assertThat(apply("never stored").generation()).isEqualTo(1);
    assertThat(fixture.found()).isEmpty();
  }

  @Test
  void a_new_index_has_all_that_was_stored_before_it() {
    for (int i = 0; i < 30; i++) {
      fixture.put("before " + i, "text " + i);
    }
    fixture.put("now", "text");

    assertThat(apply("now").chunks()).isEqualTo(31);
    fixture.assertIndexEqualsTable();
  }

  @Test
  void what_changes_nothing_publishes_nothing() {
    fixture.put("a", "one");
    Snapshot first = apply("a");

    assertThat(apply("never stored")).isEqualTo(first);
    assertThat(apply()).isEqualTo(first);
    assertThat(fixture.newest()).isEqualTo(first);
  }

  @Test
  void an_id_that_is_named_twice_is_one_chunk() {
    fixture.put("a", "one");
    apply("a", "a", "a");
    apply("a", "a");

    assertThat(fixture.found()).hasSize(1);
  }

  @Test
  void changes_come_late_twice_and_in_any_order() {
    apply();
    fixture.put("a", "one");
    fixture.put("a", "two");
    fixture.remove("b");
    apply("a", "b"); // the change to "one", which is "two" by now
    apply("a");
    fixture.put("b", "back");
    apply("b", "a");
    fixture.remove("a");
    apply("a");
    apply("a"); // the change to "two"

    fixture.assertIndexEqualsTable();
  }

  @Test
  void merges_keep_everything() {
    for (int i = 0; i < 40; i++) {
      fixture.put("id " + i, "text " + i);
      fixture.put("same", "revision " + i);
      fixture.remove("id " + (i - 7));
      apply("id " + i, "same", "id " + (i - 7));
    }
    // One file of two or three for each of 40 applies, had there been no merge.
    assertThat(fixture.newest().files()).hasSizeLessThan(40);
    assertThat(fixture.newest().generation()).isGreaterThan(40);
    fixture.assertIndexEqualsTable();
  }

  @Test
  void generations_grow_and_names_stand_for_the_same_bytes() {
    PartitionWriter other = fixture.writer();
    Map<String, Snapshot.StoredFile> seen = new HashMap<>();
    long generation = 0;
    for (int i = 0; i < 25; i++) {
      fixture.put("id", "revision " + i);
      (i % 3 == 0 ? other : writer).apply(Set.of("id"));
      if (i % 10 == 9) {
        writer.rebuild(_ -> {});
      }

      Snapshot now = fixture.newest();
      assertThat(now.generation()).isGreaterThan(generation);
      generation = now.generation();
      now.files()
          .forEach(
              (name, file) -> {
                var before = seen.putIfAbsent(now.epoch() + "/" + name, file);
                assertThat(before == null || before.equals(file)).as(name).isTrue();
              });
    }
  }

  @Test
  void a_pointer_says_which_files_by_whom_and_how_long() {
    fixture.put("a", "one");
    apply("a");
    Snapshot now = fixture.newest();

    for (String key : fixture.needed()) {
      byte[] content = fixture.objects().get(key).orElseThrow();
      String name = key.substring(key.lastIndexOf('/') + 1);
      assertThat(now.files().get(name)).isNotNull();
      assertThat((long) content.length)
          .isEqualTo(now.files().getOrDefault(name, new Snapshot.StoredFile("", -1, 0)).bytes());
    }
    assertThat(now.publishedAt()).isEqualTo(fixture.clock().instant());
  }

  /**
   * A change that another publishes while this writer is about to make a call for the n-th time.
   */
  private PartitionWriter interruptedBy(Runnable change, String call, int time) {
    var calls = new AtomicInteger();
    ObservedObjectStore.Listener listener =
        (told, _) -> {
          if (told.equals(call) && calls.incrementAndGet() == time) {
            change.run();
          }
        };
    return fixture.through(new ObservedObjectStore(fixture.objects(), listener)).writer();
  }

  @Test
  void a_writer_that_lost_reads_the_table_again() {
    fixture.put("a", "one");
    apply("a");
    Runnable another =
        () -> {
          fixture.put("a", "two");
          apply("a");
        };

    interruptedBy(another, "putIf", 1).apply(List.of("a"));

    assertThat(fixture.texts(fixture.readers())).isEqualTo(Map.of("a", "two"));
  }

  @Test
  void what_is_read_of_the_table_is_not_older_than_the_snapshot_that_is_changed() {
    fixture.put("a", "one");
    apply("a");
    Runnable another =
        () -> {
          fixture.put("a", "two");
          apply("a");
        };

    interruptedBy(another, "read", 1).apply(List.of("a"));

    assertThat(fixture.texts(fixture.readers())).isEqualTo(Map.of("a", "two"));
  }

  @Test
  void what_a_loser_uploaded_takes_nothing_from_the_winner() {
    fixture.put("a", "one");
    String epoch = apply("a").epoch();
    Runnable another =
        () -> {
          fixture.put("b", "a text that takes more room");
          apply("b");
          // Read before the loser goes on.
          fixture.assertIndexEqualsTable();
        };
    PartitionWriter loser = interruptedBy(another, "upload", 1);

    loser.apply(List.of("a"));

    fixture.assertIndexEqualsTable();
    fixture.put("c", "one");
    loser.apply(List.of("c"));
    apply("c");
    fixture.assertIndexEqualsTable();
    assertThat(fixture.newest().epoch()).as("nothing had to be built anew").isEqualTo(epoch);
  }

  private void publishSchema(int schema) throws IOException {
    String pointer = fixture.snapshots().pointer();
    var json = Json.STORED.readTree(fixture.objects().get(pointer).orElseThrow());
    ((com.fasterxml.jackson.databind.node.ObjectNode) json)
        .put("schema", schema)
        .put("unheard_of", true);
    fixture.objects().put(pointer, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void an_index_of_an_older_schema_is_built_anew() throws Exception {
    fixture.put("a", "one");
    Snapshot before = apply("a");
    IndexReaders readers = fixture.readers();
    fixture.found(readers);
    fixture.put("b", "another, and nobody says so");
    publishSchema(Schema.VERSION - 1);

    assertThat(fixture.texts(readers)).as("goes on").isEqualTo(Map.of("a", "one"));
    assertThatThrownBy(fixture::found).isInstanceOf(HeadroomException.Unavailable.class);

    Snapshot after = apply("a");
    assertThat(after.epoch()).isNotEqualTo(before.epoch());
    assertThat(after.generation()).isEqualTo(before.generation() + 1);
    fixture.assertIndexEqualsTable();
    assertThat(fixture.found(readers)).isEqualTo(fixture.chunks());
  }

  @Test
  void an_index_of_a_newer_schema_is_left_alone() throws Exception {
    fixture.put("a", "one");
    apply("a");
    IndexReaders readers = fixture.readers();
    fixture.found(readers);
    publishSchema(Schema.VERSION + 1);
    List<String> keys = fixture.keys();
    byte[] pointer = fixture.objects().get(fixture.snapshots().pointer()).orElseThrow();

    assertThatThrownBy(() -> apply("a")).isInstanceOf(HeadroomException.Unavailable.class);
    assertThatThrownBy(() -> writer.rebuild(_ -> {}))
        .isInstanceOf(HeadroomException.Unavailable.class);
    assertThatThrownBy(fixture::found).isInstanceOf(HeadroomException.Unavailable.class);
    assertThat(fixture.texts(readers)).as("goes on").isEqualTo(Map.of("a", "one"));

    assertThat(fixture.keys()).isEqualTo(keys);
    assertThat(fixture.objects().get(fixture.snapshots().pointer())).hasValue(pointer);
  }
}
