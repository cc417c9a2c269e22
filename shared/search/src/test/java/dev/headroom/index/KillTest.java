package dev.headroom.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.index.writing.PartitionWriter;
import dev.headroom.index.writing.Publisher;
import dev.headroom.objects.ObjectStore;
import dev.headroom.search.Chunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills writers at every step. A process that dies after a write leaves the same as one that dies
 * before the next write, and reads leave nothing, so each death is before a write. Lost answers are
 * tested apart.
 *
 * <p>At every step a writer in this JVM dies, whose calls all fail from then on. At the middle step
 * of each kind of task, or with {@code -Dindex.kills=all} at every one, a process halts.
 */
@ExtendWith(WithChunkTable.class)
class KillTest {
  @TempDir private Path folder;

  /** Is thrown out of the call at which the writer dies, and out of every later one. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  private record DiesAt(int step, AtomicInteger calls) implements ObservedObjectStore.Listener {
    @Override
    public void before(String call, Collection<String> keys) {
      if (ObservedObjectStore.writes(call) ? calls.getAndIncrement() >= step : calls.get() > step) {
        throw new Death();
      }
    }
  }

  private record LosesAnswerOf(int step, AtomicInteger calls)
      implements ObservedObjectStore.Listener {
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
  static ObjectStore watched(IndexFixture fixture) {
    return new ObservedObjectStore(
        fixture.objects(),
        (call, keys) -> {
          if (call.equals("delete")) {
            assertThat(keys).doesNotContainAnyElementsOf(fixture.needed());
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void a_writer_that_dies_at_any_step_harms_nothing(WriterTask task, ChunkTable table)
      throws Exception {
    IndexFixture prepared = prepared(task, table);
    Map<String, Chunk> chunks = prepared.chunks();
    int steps = 0;
    boolean died = true;
    while (died) {
      IndexFixture fixture = copy(prepared, "dies at " + steps);
      died = dies(task, fixture, new DiesAt(steps, new AtomicInteger()));
      assertWhole(fixture, task, steps, chunks);
      steps++;
    }
    assertThat(steps).isGreaterThan(3);
    for (int step : halts(steps).toArray()) {
      IndexFixture fixture = copy(prepared, "halts at " + step);
      assertThat(HaltingProcess.run(table, fixture, task, step)).isEqualTo(step < steps - 1);
      assertWhole(fixture, task, step, chunks);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_writer_that_loses_any_answer_can_do_it_again(WriterTask task, ChunkTable table)
      throws Exception {
    IndexFixture prepared = prepared(task, table);
    Map<String, Chunk> chunks = prepared.chunks();
    boolean lost = true;
    for (int step = 0; lost; step++) {
      IndexFixture fixture = copy(prepared, "answer " + step);
      var listener = new LosesAnswerOf(step, new AtomicInteger());
      IndexFixture faulty = fixture.through(new ObservedObjectStore(watched(fixture), listener));
      PartitionWriter writer = faulty.writer();
      try {
        task.begin(faulty, writer);
      } catch (UncheckedIOException e) {
        assertThat(e).hasMessageContaining("was lost");
      }
      lost = listener.calls().getAndSet(step + 1) > step;
      writer.apply(WriterTask.changed());
      assertThat(fixture.found()).as("%s, answer %d", task, step).isEqualTo(chunks);
    }
  }

  private IndexFixture prepared(WriterTask task, ChunkTable table) {
    IndexFixture fixture = IndexFixture.of(table, folder.resolve(task.name()));
    task.prepare(fixture);
    return fixture;
  }

  private boolean dies(WriterTask task, IndexFixture fixture, DiesAt when) {
    try {
      IndexFixture mortal = fixture.through(new ObservedObjectStore(watched(fixture), when));
      task.begin(mortal, mortal.writer());
      return false;
    } catch (Death _) {
      return true;
    }
  }

  /** The same tenant and table; objects of its own. */
  private IndexFixture copy(IndexFixture from, String name) throws IOException {
    Path to = folder.resolve(name);
    Path objects = Files.createDirectories(from.folder().resolve("objects"));
    Files.createDirectories(to);
    try (Stream<Path> files = Files.walk(objects)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.folder().relativize(file).toString()));
      }
    }
    var fixture =
        new IndexFixture(
            from.truth(), from.tenant(), to, new TestClock(), IndexFixture.objectsIn(to));
    fixture.clock().advance(Duration.between(fixture.clock().instant(), from.clock().instant()));
    return fixture;
  }

  private static void assertWhole(
      IndexFixture fixture, WriterTask task, int step, Map<String, Chunk> chunks) {
    if (task != WriterTask.FIRST) {
      // Whatever it published can be read, before anybody mends anything.
      assertThat(fixture.found()).isNotEmpty();
    }
    // The queue gives the changes to another, who may come much later.
    fixture.clock().advance(Publisher.LONGEST_REBUILD);
    IndexFixture next = fixture.through(watched(fixture));
    next.writer().apply(WriterTask.changed());
    next.assertOnlyNeededIsLeftAfterSweeps();
    assertThat(fixture.found()).as("%s, step %d", task, step).isEqualTo(chunks);
  }

  /** The steps at which a process halts: the middle one, or all. */
  private static IntStream halts(int steps) {
    return System.getProperty("index.kills", "some").equals("all")
        ? IntStream.range(0, steps)
        : IntStream.of(steps / 2);
  }
}
