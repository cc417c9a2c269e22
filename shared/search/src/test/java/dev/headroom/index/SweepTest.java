package dev.headroom.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.errors.HeadroomException;
import dev.headroom.objects.ObjectStore;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithChunkTable.class)
class SweepTest {
  private static final int ROUNDS = 25;
  private static final int READERS = 3;
  private static final int CHUNKS = 12;

  @TempDir private Path folder;
  private Site site;
  private PartitionWriter writer;

  @BeforeEach
  void open(ChunkTable table) {
    site = Site.of(table, folder);
    writer = site.writer();
    site.put("a", "one");
    writer.apply(List.of("a"));
  }

  private Collection<String> replace() {
    Collection<String> before = site.needed();
    site.put("a", "another");
    writer.apply(List.of("a"));
    var gone = new ArrayList<>(before);
    gone.removeAll(site.needed());
    assertThat(gone).isNotEmpty();
    return gone;
  }

  @Test
  void what_no_snapshot_needs_is_kept_for_the_grace_time_from_when_it_was_found() {
    Collection<String> gone = replace();
    site.clock().advance(Sweep.GRACE.multipliedBy(3));
    assertThat(site.sweep().run()).as("the first look only marks").isZero();
    site.clock().advance(Sweep.GRACE.minusMillis(1));
    assertThat(site.sweep().run()).isZero();
    assertThat(site.keys()).containsAll(gone);

    site.clock().advance(Duration.ofMillis(1));
    assertThat(site.sweep().run()).isEqualTo(gone.size());
    assertThat(site.keys()).doesNotContainAnyElementsOf(gone);
    assertThat(site.sweep().run()).isZero();
    site.assertIndexEqualsTable();
  }

  @Test
  void a_writer_looks_once_in_a_grace_time() {
    Collection<String> gone = replace();
    site.clock().advance(Sweep.GRACE);
    replace();
    assertThat(site.newest().sweptAt()).isEqualTo(site.clock().instant());
    assertThat(site.keys()).as("only marked").containsAll(gone);
    site.clock().advance(Sweep.GRACE.minusMillis(1));
    replace();
    assertThat(site.keys()).as("not due").containsAll(gone);

    site.clock().advance(Duration.ofMillis(1));
    replace();
    assertThat(site.keys()).doesNotContainAnyElementsOf(gone);
  }

  @Test
  void what_another_partition_or_tenant_has_is_not_touched(ChunkTable table) {
    Site neighbour = Site.of(table, folder);
    neighbour.put("a", "one");
    neighbour.writer().apply(List.of());
    replace();
    IndexWriters divided = site.writers();
    for (Partition partition : Partition.all(site.tenant(), 16)) {
      divided.of(partition).apply(List.of());
    }
    List<String> before = neighbour.keys();
    for (int i = 0; i < 3; i++) {
      site.sweep().run();
      site.clock().advance(Sweep.GRACE);
    }

    assertThat(neighbour.keys()).isEqualTo(before);
    neighbour.assertIndexEqualsTable();
    assertThat(site.found(site.readers(16, Long.MAX_VALUE))).isEqualTo(site.chunks());
  }

  @Test
  void a_list_of_many_pages_is_swept_whole() {
    String prefix = site.partition().prefix();
    for (int i = 0; i < 1_001; i++) {
      site.objects().put(prefix + "left/by-somebody/file-" + i, new byte[0]);
    }
    site.sweep().run();
    site.clock().advance(Sweep.GRACE);

    assertThat(site.sweep().run()).isEqualTo(1_001);
    site.assertIndexEqualsTable();
  }

  /** It has uploaded, and goes on when its files are swept away: then it must not publish them. */
  @Test
  void a_writer_that_was_held_up_for_longer_than_the_grace_time_begins_again() {
    var publishing = new AtomicInteger();
    Site slow =
        site.through(
            new ToldObjects(
                site.objects(),
                (call, _) -> {
                  if (call.equals("putIf") && publishing.getAndIncrement() == 0) {
                    sweepTwiceAsWritersDo();
                  }
                }));
    site.put("b", "one");

    slow.writer().apply(List.of("b"));

    assertThat(publishing).hasValueGreaterThan(1);
    site.assertIndexEqualsTable();
  }

  private void sweepTwiceAsWritersDo() {
    for (int i = 0; i < 2; i++) {
      site.clock().advance(Sweep.GRACE);
      site.sweep().runIfDue();
    }
  }

  /** What it fetches is replaced and swept away meanwhile: it needs no index built anew. */
  @Test
  void a_writer_whose_snapshot_is_swept_away_while_it_is_fetched_fetches_another() {
    String epoch = site.newest().epoch();
    var fetching = new AtomicInteger();
    Site slow =
        site.through(
            new ToldObjects(
                site.objects(),
                (call, _) -> {
                  if (call.equals("download") && fetching.getAndIncrement() == 0) {
                    replace();
                    sweepTwiceAsWritersDo();
                  }
                }));
    site.put("b", "one");

    slow.writer().apply(List.of("b"));

    assertThat(site.newest().epoch()).isEqualTo(epoch);
    site.assertIndexEqualsTable();
  }

  @Test
  void a_reader_whose_snapshot_is_swept_away_while_it_is_fetched_fetches_another() {
    var fetching = new AtomicInteger();
    Site slow =
        site.through(
            new ToldObjects(
                site.objects(),
                (call, _) -> {
                  if (call.equals("download") && fetching.getAndIncrement() == 0) {
                    replace();
                    sweepTwiceAsWritersDo();
                  }
                }));

    assertThat(slow.found()).isEqualTo(site.chunks());
  }

  /** All chunks carry one revision at a time, so a mixed snapshot would show two. */
  @Test
  void every_view_is_whole_while_writers_write_and_sweeps_sweep() throws Exception {
    List<String> ids = IntStream.range(0, CHUNKS).mapToObj(i -> "id " + i).toList();
    write(ids, 0);
    var done = new AtomicBoolean();
    ObjectStore watched = KillTest.watched(site);
    List<Callable<Integer>> all = new ArrayList<>();
    all.add(() -> writeAndSweep(site.through(watched), ids, done));
    IndexReaders shared = site.readers();
    for (int i = 0; i < READERS; i++) {
      IndexReaders readers = i == 0 ? site.readers() : shared;
      all.add(() -> readUntil(done, readers));
    }
    all.add(() -> readColdUntil(done));

    // Threads that take turns, though none of them ever waits.
    try (var threads = Executors.newFixedThreadPool(all.size())) {
      for (Future<Integer> views : threads.invokeAll(all)) {
        assertThat(views.get()).isPositive();
      }
    }
    site.assertIndexEqualsTable();
    assertThat(site.keys().size()).as("swept").isLessThan(ROUNDS * 3);
  }

  private void write(List<String> ids, int revision) {
    ids.forEach(id -> site.put(id, "revision " + revision));
    site.put("a", "revision " + revision);
    writer.apply(ids.isEmpty() ? List.of() : with(ids, "a"));
  }

  private static List<String> with(List<String> ids, String another) {
    var all = new ArrayList<>(ids);
    all.add(another);
    return all;
  }

  private int writeAndSweep(Site watched, List<String> ids, AtomicBoolean done) {
    try (PartitionWriter mine = watched.writer()) {
      for (int round = 1; round <= ROUNDS; round++) {
        int revision = round;
        ids.forEach(id -> site.put(id, "revision " + revision));
        site.put("a", "revision " + revision);
        mine.apply(with(ids, "a"));
        site.clock().advance(Sweep.GRACE);
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
      try (IndexView view = readers.open(site.tenant())) {
        assertOneRevision(view);
      }
      views++;
    } while (!done.get());
    return views;
  }

  private int readColdUntil(AtomicBoolean done) {
    int views = 0;
    do {
      try (IndexView view = site.readers().open(site.tenant())) {
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
    assertThat(chunks).hasSize(CHUNKS + 1);
    assertThat(chunks.stream().map(chunk -> chunk.text()).distinct()).hasSize(1);
  }
}
