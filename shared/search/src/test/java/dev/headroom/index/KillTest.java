package dev.headroom.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.objects.ObjectStore;
import dev.headroom.search.Chunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Writers killed at every step. What a process leaves that dies after a write is what it leaves
 * that dies before the next, and reads leave nothing: so each death is before a write. That an
 * answer is lost is another matter, and here, too.
 *
 * <p>At every step dies a writer in this JVM, whose calls all fail from then on; and at some, or
 * with {@code -Dindex.kills=all} at every one, a process that halts.
 */
@ExtendWith(WithChunkTable.class)
class KillTest {
  /** Processes for each kind of work. */
  private static final int PROCESSES = 2;

  @TempDir private Path folder;

  /** Is thrown out of the call at which the writer dies, and out of every later one. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  private record DiesAt(int step, AtomicInteger calls) implements ToldObjects.Listener {
    @Override
    public void before(String call, Collection<String> keys) {
      if (ToldObjects.writes(call) ? calls.getAndIncrement() >= step : calls.get() > step) {
        throw new Death();
      }
    }
  }

  private record LosesAnswerOf(int step, AtomicInteger calls) implements ToldObjects.Listener {
    @Override
    public void before(String call, Collection<String> keys) {}

    @Override
    public void after(String call, Collection<String> keys) {
      // Of the many downloads each is like the other.
      if (!call.equals("download") && calls.getAndIncrement() == step) {
        throw new UncheckedIOException(new IOException("The answer to " + call + " was lost"));
      }
    }
  }

  /** Deletions are watched: nothing may go that the pointer needs. */
  static ObjectStore watched(Site site) {
    return new ToldObjects(
        site.objects(),
        (call, keys) -> {
          if (call.equals("delete")) {
            assertThat(keys).doesNotContainAnyElementsOf(site.needed());
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void a_writer_that_dies_at_any_step_harms_nothing(Work work, ChunkTable table) throws Exception {
    Site prepared = prepared(work, table);
    Map<String, Chunk> chunks = prepared.chunks();
    int steps = 0;
    boolean died = true;
    while (died) {
      Site site = copy(prepared, "dies at " + steps);
      died = dies(work, site, new DiesAt(steps, new AtomicInteger()));
      assertWhole(site, work, steps, chunks);
      steps++;
    }
    assertThat(steps).isGreaterThan(3);
    for (int step : sample(steps)) {
      Site site = copy(prepared, "halts at " + step);
      assertThat(HaltingProcess.run(table, site, work, step)).isEqualTo(step < steps - 1);
      assertWhole(site, work, step, chunks);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_writer_that_loses_any_answer_can_do_it_again(Work work, ChunkTable table)
      throws Exception {
    Site prepared = prepared(work, table);
    Map<String, Chunk> chunks = prepared.chunks();
    boolean lost = true;
    for (int step = 0; lost; step++) {
      Site site = copy(prepared, "answer " + step);
      var listener = new LosesAnswerOf(step, new AtomicInteger());
      Site faulty = site.through(new ToldObjects(watched(site), listener));
      PartitionWriter writer = faulty.writer();
      try {
        work.begin(faulty, writer);
      } catch (UncheckedIOException e) {
        assertThat(e).hasMessageContaining("was lost");
      }
      lost = listener.calls().getAndSet(step + 1) > step;
      writer.apply(Work.changed());
      assertThat(site.found()).as("%s, answer %d", work, step).isEqualTo(chunks);
    }
  }

  private Site prepared(Work work, ChunkTable table) {
    Site site = Site.of(table, folder.resolve(work.name()));
    work.prepare(site);
    return site;
  }

  private boolean dies(Work work, Site site, DiesAt when) {
    try {
      Site mortal = site.through(new ToldObjects(watched(site), when));
      work.begin(mortal, mortal.writer());
      return false;
    } catch (Death _) {
      return true;
    }
  }

  /** The same tenant and table; objects of its own. */
  private Site copy(Site from, String name) throws IOException {
    Path to = folder.resolve(name);
    Path objects = Files.createDirectories(from.folder().resolve("objects"));
    Files.createDirectories(to);
    try (Stream<Path> files = Files.walk(objects)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.folder().relativize(file).toString()));
      }
    }
    var site = new Site(from.truth(), from.tenant(), to, new TestClock(), Site.objectsIn(to));
    site.clock().advance(Duration.between(site.clock().instant(), from.clock().instant()));
    return site;
  }

  private static void assertWhole(Site site, Work work, int step, Map<String, Chunk> chunks) {
    if (work != Work.FIRST) {
      // Whatever it published can be read, before anybody mends anything.
      assertThat(site.found()).isNotEmpty();
    }
    // The queue gives the changes to another, who may come much later.
    site.clock().advance(Publisher.LONGEST_REBUILD);
    Site next = site.through(watched(site));
    next.writer().apply(Work.changed());
    next.assertOnlyNeededIsLeftAfterSweeps();
    assertThat(site.found()).as("%s, step %d", work, step).isEqualTo(chunks);
  }

  /** Some, or all. */
  private static List<Integer> sample(int steps) {
    List<Integer> all = new ArrayList<>(IntStream.range(0, steps).boxed().toList());
    if (System.getProperty("index.kills", "some").equals("all")) {
      return all;
    }
    return IntStream.range(1, PROCESSES + 1)
        .mapToObj(i -> i * (steps - 1) / (PROCESSES + 1))
        .toList();
  }
}
