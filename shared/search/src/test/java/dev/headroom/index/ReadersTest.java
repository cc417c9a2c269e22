package dev.headroom.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.index.reading.IndexReaders;
import dev.headroom.index.reading.IndexView;
import dev.headroom.index.writing.IndexWriters;
import dev.headroom.index.writing.PartitionWriter;
import dev.headroom.index.writing.RebuildMarker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithChunkTable.class)
class ReadersTest {
  private static final int REFRESHES = 200;

  @TempDir private Path folder;
  private IndexFixture fixture;
  private PartitionWriter writer;

  @BeforeEach
  void open(ChunkTable table) {
    fixture = IndexFixture.of(table, folder);
    writer = fixture.writer();
  }

  private void write(String text) {
    fixture.put("a", text);
    writer.apply(List.of("a"));
  }

  @Test
  void a_view_is_at_most_an_interval_old() {
    var looks = new AtomicInteger();
    IndexFixture told =
        fixture.through(
            new ObservedObjectStore(fixture.objects(), (_, _) -> looks.incrementAndGet()));
    var settings = new IndexSettings(1, Duration.ofMillis(500), Long.MAX_VALUE);
    var readers = new IndexReaders(told.objects(), settings, fixture.scratch(), fixture.clock());
    write("one");
    assertThat(fixture.texts(readers)).isEqualTo(Map.of("a", "one"));
    int before = looks.get();
    write("two");

    fixture.clock().advance(Duration.ofMillis(499));
    assertThat(fixture.texts(readers)).isEqualTo(Map.of("a", "one"));
    assertThat(looks).as("no call").hasValue(before);
    fixture.clock().advance(Duration.ofMillis(1));
    assertThat(fixture.texts(readers)).isEqualTo(Map.of("a", "two"));

    int then = looks.get();
    fixture.clock().advance(Duration.ofMillis(500));
    fixture.found(readers);
    assertThat(looks).as("one call tells that nothing is new").hasValue(then + 1);
    fixture.clock().advance(Duration.ofHours(-1));
    write("three");
    assertThat(fixture.texts(readers)).as("a clock set back").isEqualTo(Map.of("a", "three"));
  }

  @Test
  void what_is_open_is_searched_while_the_object_store_does_not_answer() {
    var down = new AtomicBoolean();
    IndexFixture told =
        fixture.through(
            new ObservedObjectStore(
                fixture.objects(),
                (_, _) -> {
                  if (down.get()) {
                    throw new IllegalStateException("down");
                  }
                }));
    write("one");
    IndexReaders warm = told.readers();
    assertThat(fixture.texts(warm)).isEqualTo(Map.of("a", "one"));
    write("two");

    down.set(true);
    assertThat(fixture.texts(warm)).isEqualTo(Map.of("a", "one"));
    assertThatThrownBy(() -> told.readers().open(fixture.tenant())).hasMessage("down");
    down.set(false);
    assertThat(fixture.texts(warm)).isEqualTo(Map.of("a", "two"));
  }

  @Test
  void a_view_stays_as_it_is() {
    write("one");
    IndexReaders readers = fixture.readers();
    try (IndexView one = readers.open(fixture.tenant())) {
      write("two");
      assertThat(fixture.texts(readers)).isEqualTo(Map.of("a", "two"));
      writer.rebuild(_ -> {});
      assertThat(fixture.texts(readers)).isEqualTo(Map.of("a", "two"));
      fixture.objects().delete(List.of(fixture.snapshots().pointer()));
      assertThat(fixture.texts(readers)).isEmpty();

      assertThat(Contents.of(one).get("a")).isEqualTo(IndexFixture.chunk("a", "one"));
    }
  }

  @Test
  void facts_tell_the_content_apart() {
    IndexReaders readers = fixture.readers();
    List<IndexView.Facts> seen = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      fixture.clock().advance(Duration.ofSeconds(1));
      write("revision " + i);
      writer.apply(List.of("never there"));
      new RebuildMarker(fixture.snapshots(), fixture.clock()).write("mark " + i);
      try (IndexView view = readers.open(fixture.tenant())) {
        seen.add(view.facts());
      }
    }
    assertThat(seen).extracting(IndexView.Facts::id).doesNotHaveDuplicates();
    assertThat(seen).extracting(IndexView.Facts::generation).isSorted().doesNotHaveDuplicates();
    assertThat(seen).extracting(IndexView.Facts::chunks).containsOnly(1L);
    assertThat(seen.getLast().publishedAt()).hasValue(fixture.clock().instant());
    assertThat(seen.getLast().bytes()).isPositive();

    new RebuildMarker(fixture.snapshots(), fixture.clock()).write("another mark");
    try (IndexView view = readers.open(fixture.tenant())) {
      assertThat(view.facts()).as("a mark changes nothing").isEqualTo(seen.getLast());
    }
  }

  @Test
  void files_that_nobody_reads_any_more_are_closed_and_gone() throws Exception {
    IndexReaders readers = fixture.readers();
    write("revision 0");
    fixture.found(readers);
    long before = held(folder);
    for (int i = 1; i <= REFRESHES; i++) {
      fixture.put("a", "revision " + i);
      writer.apply(List.of("a"));
      if (i % 50 == 0) {
        writer.rebuild(_ -> {});
      }
      assertThat(fixture.texts(readers)).isEqualTo(Map.of("a", "revision " + i));
    }
    // A snapshot of some segments, each of a few files, and no more for more of them.
    assertThat(held(folder)).isLessThan(before + 50);
    assertThat(copies("read-")).isLessThan(50);
    assertThat(copies("written-")).isLessThan(50);
    assertThat(copies("work-")).isZero();
  }

  /** Files below a folder that this process has open or mapped. */
  private static long held(Path folder) throws IOException {
    String name = folder.toString();
    long mapped;
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      mapped = maps.filter(line -> line.contains(name)).count();
    }
    long open = 0;
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      for (Path file : files.toList()) {
        if (Files.isSymbolicLink(file)
            && Files.readSymbolicLink(file).toString().startsWith(name)) {
          open++;
        }
      }
    }
    return mapped + open;
  }

  private long copies(String kind) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("copies"))) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.toString().contains("/" + kind))
          .count();
    }
  }

  /** Room for one: whichever is searched pushes another out, whose searchers go on. */
  @Test
  void indexes_that_are_pushed_out_while_they_are_searched_serve_and_are_released(ChunkTable table)
      throws Exception {
    List<IndexFixture> sites =
        IntStream.range(0, 3)
            .mapToObj(i -> IndexFixture.of(table, folder, fixture.tenant() + i))
            .toList();
    for (IndexFixture each : sites) {
      each.put("a", each.tenant());
      each.writer().apply(List.of("a"));
    }
    IndexReaders readers = fixture.readers(2, 1);
    IndexWriters writers = fixture.writers();
    sites.forEach(
        each ->
            Partition.all(each.tenant(), 2)
                .forEach(partition -> writers.of(partition).apply(List.of())));
    List<Callable<Integer>> searches = new ArrayList<>();
    for (int thread = 0; thread < 6; thread++) {
      int offset = thread;
      searches.add(() -> search(readers, sites, offset));
    }
    try (var threads = Executors.newFixedThreadPool(searches.size())) {
      for (Future<Integer> each : threads.invokeAll(searches)) {
        assertThat(each.get()).isEqualTo(60);
      }
    }

    // All are pushed out but the last.
    fixture.found(readers);
    assertThat(copies("read-")).isZero();
    assertThat(held(folder.resolve("copies"))).isZero();
  }

  private static int search(IndexReaders readers, List<IndexFixture> sites, int offset) {
    int searches = 0;
    for (int i = 0; i < 60; i++) {
      IndexFixture each = sites.get((i + offset) % sites.size());
      assertThat(each.texts(readers)).isEqualTo(Map.of("a", each.tenant()));
      searches++;
    }
    return searches;
  }

  @Test
  void what_a_killed_process_left_is_removed_by_whoever_begins() throws Exception {
    Path parent = Files.createDirectories(folder.resolve("apart"));
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    for (int i = 0; i < 20; i++) {
      Path left = parent.resolve("headroom-index-" + ended.pid() + "-" + i);
      for (int file = 0; file < 20; file++) {
        Files.createDirectories(left.resolve("read-0/epoch-" + file));
        Files.writeString(left.resolve("read-0/epoch-" + file + "/file"), "");
      }
    }
    Files.writeString(parent.resolve("of somebody else"), "");
    List<Callable<Path>> beginners = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      beginners.add(() -> new Scratch(parent).resolve("mine"));
    }
    try (var threads = Executors.newFixedThreadPool(beginners.size())) {
      for (Future<Path> mine : threads.invokeAll(beginners)) {
        assertThat(mine.get().getParent()).exists();
      }
    }

    try (Stream<Path> left = Files.list(parent)) {
      assertThat(left.map(path -> String.valueOf(path.getFileName())))
          .noneMatch(name -> name.startsWith("headroom-index-" + ended.pid() + "-"))
          .contains("of somebody else")
          .hasSize(1 + beginners.size());
    }
  }
}
