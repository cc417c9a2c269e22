package dev.headroom.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.errors.HeadroomException;
import dev.headroom.index.reading.IndexReaders;
import dev.headroom.index.snapshots.Snapshot;
import dev.headroom.index.writing.PartitionWriter;
import dev.headroom.search.Chunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that are damaged: nobody reads them, and the next change mends them from the table. */
@ExtendWith(WithChunkTable.class)
class DamageTest {
  @TempDir private Path folder;
  private IndexFixture fixture;
  private PartitionWriter writer;
  private IndexReaders warm;
  private Map<String, Chunk> before;

  enum Damage {
    TRUNCATED,
    EMPTIED,
    FLIPPED,
    GROWN,
    REMOVED;

    byte[] of(byte[] whole) {
      return switch (this) {
        case TRUNCATED -> Arrays.copyOf(whole, whole.length - 1);
        case EMPTIED, REMOVED -> new byte[0];
        case FLIPPED -> {
          byte[] flipped = whole.clone();
          flipped[whole.length / 2] ^= 1;
          yield flipped;
        }
        case GROWN -> Arrays.copyOf(whole, whole.length + 1);
      };
    }
  }

  /** An index, a reader that has it open, and a newer snapshot that nobody has seen. */
  @BeforeEach
  void open(ChunkTable table) {
    fixture = IndexFixture.of(table, folder);
    writer = fixture.writer();
    fixture.put("a", "one");
    fixture.put("b", "one");
    writer.apply(List.of("a"));
    warm = fixture.readers();
    before = fixture.found(warm);
    fixture.put("a", "two");
    writer.apply(List.of("a"));
    // Stored, and not in the index yet.
    fixture.put("c", "one");
  }

  private void damage(String key, Damage how) {
    if (how == Damage.REMOVED) {
      fixture.objects().delete(List.of(key));
    } else {
      fixture.objects().put(key, how.of(fixture.objects().get(key).orElseThrow()));
    }
  }

  private void assertNobodyReadsIt(Object what) {
    assertThat(fixture.found(warm)).as("%s: the one before goes on", what).isEqualTo(before);
    assertThatThrownBy(fixture::found)
        .as(String.valueOf(what))
        .isInstanceOf(HeadroomException.Unavailable.class);
  }

  private void assertNextChangeMends(PartitionWriter by, Object what) {
    long generation = fixture.newestGeneration();
    Snapshot mended = by.apply(List.of("c"));
    assertThat(mended.generation()).as("%s", what).isGreaterThan(generation);
    fixture.assertIndexEqualsTable(what);
    assertThat(fixture.found(warm)).as("%s", what).isEqualTo(fixture.chunks());
  }

  @ParameterizedTest
  @EnumSource
  void each_file_that_is_damaged_is_found_so_and_mended(Damage how) {
    int files = 0;
    for (int i = 0; i < fixture.needed().size() || i < 3; i++) {
      List<String> needed = fixture.needed().stream().sorted().toList();
      String key = needed.get(i % needed.size());
      String name = key.substring(key.lastIndexOf('/') + 1);
      damage(key, how);

      assertThatThrownBy(fixture::found).as(name).isInstanceOf(HeadroomException.Unavailable.class);
      // A writer that has no copy of its own.
      assertNextChangeMends(fixture.writer(), name);
      fixture.put("c", "again " + i);
      fixture.writer().apply(List.of("c"));
      files++;
    }
    assertThat(files).isGreaterThan(2);
  }

  @Test
  void the_snapshot_before_goes_on_serving() {
    for (String key : fixture.needed()) {
      damage(key, Damage.FLIPPED);
    }
    assertNobodyReadsIt("all");
    assertNobodyReadsIt("again");
    assertNextChangeMends(fixture.writer(), "all");
  }

  @Test
  void a_writer_that_has_a_copy_needs_no_other() {
    fixture.needed().forEach(key -> damage(key, Damage.REMOVED));
    assertNobodyReadsIt("all files");

    writer.apply(List.of("c"));
    assertThat(fixture.found(warm)).as("published without the files").isEqualTo(before);
    fixture.writer().apply(List.of("c"));
    fixture.assertIndexEqualsTable();
    assertThat(fixture.found(warm)).isEqualTo(fixture.chunks());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "7",
        "[]",
        "not JSON",
        "{}",
        "{\"schema\":1}",
        "{\"schema\":\"x\"}",
        "{\"schema\":1,\"generation\":3,\"epoch\":\"e\",\"attempt\":\"a\",\"chunks\":1,\"files\":null,\"published_at\":\"2026-01-01T00:00:00.000Z\",\"swept_at\":\"2026-01-01T00:00:00.000Z\",\"rebuilding\":null}",
        "{\"schema\":1,\"generation\":3,\"epoch\":\"e\",\"attempt\":\"a\",\"chunks\":0,\"files\":{},\"published_at\":\"2026-01-01T00:00:00.000Z\",\"swept_at\":\"2026-01-01T00:00:00.000Z\",\"rebuilding\":null}"
      })
  void a_pointer_that_is_none_is_replaced(String pointer) {
    replacePointer(_ -> pointer);
    assertNobodyReadsIt(pointer);
    assertNextChangeMends(writer, pointer);
  }

  @Test
  void a_pointer_that_is_cut_anywhere_is_replaced() {
    String whole = pointer();
    for (int length = 1; length < whole.length(); length += 97) {
      int cut = length;
      replacePointer(_ -> whole.substring(0, cut));
      assertThatThrownBy(fixture::found)
          .as(whole.substring(0, cut))
          .isInstanceOf(HeadroomException.Unavailable.class);
    }
    assertNobodyReadsIt("cut");
    assertNextChangeMends(writer, "cut");
  }

  @Test
  void a_pointer_that_counts_other_chunks_than_there_are_is_replaced() {
    replacePointer(json -> json.replace("\"chunks\":2", "\"chunks\":3"));
    assertNobodyReadsIt("counts wrong");
    assertNextChangeMends(writer, "counts wrong");
  }

  private String pointer() {
    return new String(fixture.objects().get(fixture.snapshots().pointer()).orElseThrow(), UTF_8);
  }

  private void replacePointer(UnaryOperator<String> by) {
    String now = pointer();
    String changed = by.apply(now);
    assertThat(changed).isNotEqualTo(now);
    fixture.objects().put(fixture.snapshots().pointer(), changed.getBytes(UTF_8));
  }

  @Test
  void a_pointer_that_is_gone_is_an_index_that_is_gone() {
    fixture.objects().delete(List.of(fixture.snapshots().pointer()));

    assertThat(fixture.found(warm)).isEmpty();
    assertThat(fixture.found()).isEmpty();
    writer.apply(List.of("c"));
    fixture.assertIndexEqualsTable();
    assertThat(fixture.found(warm)).isEqualTo(fixture.chunks());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"a\":1}", "null"})
  void what_was_marked_for_deletion_can_be_forgotten(String marked) {
    writer.apply(List.of("c"));
    fixture
        .objects()
        .put(fixture.partition().prefix() + "unreachable.json", marked.getBytes(UTF_8));

    fixture.assertOnlyNeededIsLeftAfterSweeps();
    fixture.assertIndexEqualsTable();
  }

  /** As when the disk of a function is full, or somebody tidies up there. */
  @ParameterizedTest
  @EnumSource
  void a_damaged_copy_is_fetched_again(Damage how) throws Exception {
    writer.apply(List.of("c"));
    String epoch = fixture.newest().epoch();
    for (String kind : List.of(".cfe", ".cfs", ".si", "segments_")) {
      String name =
          fixture.newest().files().keySet().stream()
              .filter(file -> file.contains(kind))
              .findFirst()
              .orElseThrow();
      damageCopies(name, how);
      fixture.put("a", "after " + name);
      fixture.remove("b");
      applyUntilItSucceeds(List.of("a", "b"));
      fixture.assertIndexEqualsTable(how, name);
      assertThat(fixture.newest().epoch()).as("%s: not built anew", name).isEqualTo(epoch);
      fixture.put("b", "back");
      applyUntilItSucceeds(List.of("b"));
    }
    try (Stream<Path> left = Files.walk(folder.resolve("copies"))) {
      assertThat(left.map(path -> String.valueOf(path.getFileName())))
          .as("work that failed leaves no files")
          .noneMatch(name -> name.startsWith("work-"));
    }
  }

  @Test
  void a_damaged_copy_that_only_a_merge_finds_is_fetched_again() throws Exception {
    fixture.put("stays", "in the damaged file");
    writer.apply(List.of("c", "stays"));
    for (String name : fixture.newest().files().keySet()) {
      if (name.endsWith(".cfs")) {
        damageCopies(name, Damage.FLIPPED);
      }
    }
    int failures = 0;
    for (int i = 0; i < 25; i++) {
      fixture.put("new " + i, "text");
      failures += applyUntilItSucceeds(List.of("new " + i));
    }
    assertThat(failures).isEqualTo(1);
    fixture.assertIndexEqualsTable();
  }

  private void damageCopies(String name, Damage how) throws IOException {
    List<Path> copies = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder.resolve("copies"))) {
      all.filter(path -> path.endsWith(name) && path.toString().contains("written-"))
          .forEach(copies::add);
    }
    for (Path copy : copies) {
      byte[] whole = Files.readAllBytes(copy);
      Files.delete(copy);
      if (how != Damage.REMOVED) {
        Files.write(copy, how.of(whole));
      }
    }
  }

  /** The queue gives a change again that failed; says how often it did. */
  private int applyUntilItSucceeds(List<String> ids) {
    try {
      writer.apply(ids);
      return 0;
    } catch (UncheckedIOException _) {
      writer.apply(ids);
      return 1;
    }
  }
}
