package dev.headroom.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.errors.HeadroomException;
import dev.headroom.index.reading.IndexReaders;
import dev.headroom.index.reading.IndexView;
import dev.headroom.index.sweeping.Sweep;
import dev.headroom.index.writing.IndexWriters;
import dev.headroom.index.writing.PartitionWriter;
import dev.headroom.objects.ObjectStore;
import dev.headroom.search.Chunk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithChunkTable.class)
class SweepTest {
  private static final int ROUNDS = 12;
  private static final int READERS = 3;
  private static final List<String> IDS =
      List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m");

  @TempDir private Path folder;
  private IndexFixture fixture;
  private PartitionWriter writer;

  @BeforeEach
  void open(ChunkTable table) {
    fixture = IndexFixture.of(table, folder);
    writer = fixture.writer();
    fixture.put("a", "one");
    writer.apply(List.of("a"));
  }

  private Collection<String> replace() {
    Collection<String> before = fixture.needed();
    fixture.put("a", "another");
    writer.apply(List.of("a"));
    var gone = new ArrayList<>(before);
    gone.removeAll(fixture.needed());
    assertThat(gone).isNotEmpty();
    return gone;
  }

  @Test
  void what_no_snapshot_needs_is_kept_for_the_grace_time_from_when_it_was_found() {
    Collection<String> gone = replace();
    fixture.clock().advance(Sweep.GRACE.multipliedBy(3));
    assertThat(fixture.sweep().run()).as("the first look only marks").isZero();
    fixture.clock().advance(Sweep.GRACE.minusMillis(1));
    assertThat(fixture.sweep().run()).isZero();
    assertThat(fixture.keys()).containsAll(gone);

    fixture.clock().advance(Duration.ofMillis(1));
    assertThat(fixture.sweep().run()).isEqualTo(gone.size());
    assertThat(fixture.keys()).doesNotContainAnyElementsOf(gone);
    assertThat(fixture.sweep().run()).isZero();
    fixture.assertIndexEqualsTable();
  }

  @Test
  void a_writer_looks_once_in_a_grace_time() {
    Collection<String> gone = replace();
    fixture.clock().advance(Sweep.GRACE);
    replace();
    assertThat(fixture.newest().sweptAt()).isEqualTo(fixture.clock().instant());
    assertThat(fixture.keys()).as("only marked").containsAll(gone);
    fixture.clock().advance(Sweep.GRACE.minusMillis(1));
    replace();
    assertThat(fixture.keys()).as("not due").containsAll(gone);

    fixture.clock().advance(Duration.ofMillis(1));
    replace();
    assertThat(fixture.keys()).doesNotContainAnyElementsOf(gone);
  }

  @Test
  void what_another_partition_or_tenant_has_is_not_touched(ChunkTable table) {
    IndexFixture neighbour = IndexFixture.of(table, folder);
    neighbour.put("a", "one");
    neighbour.writer().apply(List.of());
    replace();
    IndexWriters divided = fixture.writers();
    for (Partition partition : Partition.all(fixture.tenant(), 16)) {
      divided.of(partition).apply(List.of());
    }
    List<String> before = neighbour.keys();
    for (int i = 0; i < 3; i++) {
      fixture.sweep().run();
      fixture.clock().advance(Sweep.GRACE);
    }

    assertThat(neighbour.keys()).isEqualTo(before);
    neighbour.assertIndexEqualsTable();
    assertThat(fixture.found(fixture.readers(16, Long.MAX_VALUE))).isEqualTo(fixture.chunks());
  }

  @Test
  void a_list_of_many_pages_is_swept_whole() {
    String prefix = fixture.partition().prefix();
    for (int i = 0; i < 1_001; i++) {
      fixture.objects().put(prefix + "left/by-somebody/file-" + i, new byte[0]);
    }
    fixture.sweep().run();
    fixture.clock().advance(Sweep.GRACE);

    assertThat(fixture.sweep().run()).isEqualTo(1_001);
    fixture.assertIndexEqualsTable();
  }

  /** It has uploaded, and goes on when its files are swept away: then it must not publish them. */
  @Test
  void a_writer_that_was_held_up_for_longer_than_the_grace_time_begins_again() {
    var publishing = new AtomicInteger();
    IndexFixture slow =
        fixture.through(
            new ObservedObjectStore(
                fixture.objects(),
                (call, _) -> {
                  if (call.equals("putIf") && publishing.getAndIncrement() == 0) {
                    sweepTwiceAsWritersDo();
                  }
                }));
    fixture.put("b", "one");

    slow.writer().apply(List.of("b"));

    assertThat(publishing).hasValueGreaterThan(1);
    fixture.assertIndexEqualsTable();
  }

  private void sweepTwiceAsWritersDo() {
    for (int i = 0; i < 2; i++) {
      fixture.clock().advance(Sweep.GRACE);
      fixture.sweep().runIfDue();
    }
  }

  /** What it fetches is replaced and swept away meanwhile: it needs no index built anew. */
  @Test
  void a_writer_whose_snapshot_is_swept_away_while_it_is_fetched_fetches_another() {
    String epoch = fixture.newest().epoch();
    var fetching = new AtomicInteger();
    IndexFixture slow =
        fixture.through(
            new ObservedObjectStore(
                fixture.objects(),
                (call, _) -> {
                  if (call.equals("download") && fetching.getAndIncrement() == 0) {
                    replace();
                    sweepTwiceAsWritersDo();
                  }
                }));
    fixture.put("b", "one");

    slow.writer().apply(List.of("b"));

    assertThat(fixture.newest().epoch()).isEqualTo(epoch);
    fixture.assertIndexEqualsTable();
  }

  @Test
  void a_reader_whose_snapshot_is_swept_away_while_it_is_fetched_fetches_another() {
    var fetching = new AtomicInteger();
    IndexFixture slow =
        fixture.through(
            new ObservedObjectStore(
                fixture.objects(),
                (call, _) -> {
                  if (call.equals("download") && fetching.getAndIncrement() == 0) {
                    replace();
                    sweepTwiceAsWritersDo();
                  }
                }));

    assertThat(slow.found()).isEqualTo(fixture.chunks());
  }

  /** All chunks carry one revision at a time, so a mixed snapshot would show two. */
  @Test
  void every_view_is_whole_while_writers_write_and_sweeps_sweep() throws Exception {
    put(0);
    writer.apply(IDS);
    var done = new AtomicBoolean();
    ObjectStore watched = KillTest.watched(fixture);
    List<Callable<Integer>> all = new ArrayList<>();
    all.add(() -> writeAndSweep(fixture.through(watched), done));
    IndexReaders shared = fixture.readers();
    for (int i = 0; i < READERS; i++) {
      IndexReaders readers = i == 0 ? fixture.readers() : shared;
      all.add(() -> readUntil(done, readers));
    }
    all.add(() -> readColdUntil(done));

    // Threads that take turns, though none of them ever waits.
    try (var threads = Executors.newFixedThreadPool(all.size())) {
      for (Future<Integer> views : threads.invokeAll(all)) {
        assertThat(views.get()).isPositive();
      }
    }
    fixture.assertIndexEqualsTable();
    assertThat(fixture.keys().size()).as("swept").isLessThan(ROUNDS * 3);
  }

  private void put(int revision) {
    fixture.put(
        IDS.stream()
            .map(id -> IndexFixture.chunk(id, "revision " + revision))
            .toArray(Chunk[]::new));
  }

  private int writeAndSweep(IndexFixture watched, AtomicBoolean done) {
    try (PartitionWriter mine = watched.writer()) {
      for (int round = 1; round <= ROUNDS; round++) {
        put(round);
        mine.apply(IDS);
        fixture.clock().advance(Sweep.GRACE);
        watched.sweep().run();
      }
      return ROUNDS;
    } finally {
      done.set(true);
    }
  }

  private int readUntil(AtomicBoolean done, IndexReaders readers) {
    int views = 0;
    do {
      try (IndexView view = readers.open(fixture.tenant())) {
        assertOneRevision(view);
      }
      views++;
    } while (!done.get());
    return views;
  }

  private int readColdUntil(AtomicBoolean done) {
    int views = 0;
    do {
      try (IndexView view = fixture.readers().open(fixture.tenant())) {
        assertOneRevision(view);
        views++;
      } catch (HeadroomException.Unavailable e) {
        // With the clock racing, what it fetched may have been swept away three times.
        assertThat(e).hasMessageContaining("cannot be read at the moment");
      }
    } while (!done.get() || views == 0);
    return views;
  }

  private static void assertOneRevision(IndexView view) {
    var chunks = Contents.of(view).values();
    assertThat(chunks).hasSameSizeAs(IDS);
    assertThat(chunks.stream().map(chunk -> chunk.text()).distinct()).hasSize(1);
  }
}
