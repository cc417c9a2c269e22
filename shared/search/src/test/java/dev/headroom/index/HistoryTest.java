package dev.headroom.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.errors.HeadroomException;
import dev.headroom.index.reading.IndexReaders;
import dev.headroom.index.snapshots.UnreadableSnapshot;
import dev.headroom.index.sweeping.Sweep;
import dev.headroom.index.writing.PartitionWriter;
import dev.headroom.index.writing.Publisher;
import dev.headroom.search.Chunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Long histories of writers, rebuilds, sweeps and readers whose calls to the object store fail at
 * random, before they are made or after. {@code -Dindex.seeds=200} makes so many histories.
 */
@ExtendWith(WithChunkTable.class)
class HistoryTest {
  private static final int SEEDS = 3;
  private static final int STEPS = 40;
  private static final int WRITERS = 3;
  private static final int IDS = 20;
  private static final List<String> ALL_IDS =
      IntStream.range(0, IDS).mapToObj(i -> "id " + i).toList();
  private static final double FAULTS = 0.04;

  @TempDir private Path folder;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Integer.getInteger("index.seeds", SEEDS));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothing_is_lost_and_nothing_is_wrong(long seed, ChunkTable table) {
    var history = new History(IndexFixture.of(table, folder), seed);
    for (int step = 0; step < STEPS; step++) {
      history.step();
    }
    history.end();
  }

  /** A call that failed, as any may. */
  private static final class Fault extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    Fault(String call) {
      super(new IOException(call + " failed"));
    }
  }

  private static final class History {
    private final IndexFixture fixture;
    private final long seed;
    private final Random random;

    /** Of its own, and guarded: faults come from several threads. */
    private final Random chance;

    private final List<PartitionWriter> writers = new ArrayList<>();
    private final IndexFixture faulty;
    private final IndexReaders readers;
    private final Set<String> pending = new LinkedHashSet<>();
    private boolean calm;

    History(IndexFixture fixture, long seed) {
      this.fixture = fixture;
      this.seed = seed;
      this.random = new Random(seed);
      this.chance = new Random(-seed);
      this.faulty =
          fixture.through(new ObservedObjectStore(KillTest.watched(fixture), new Faults()));
      this.readers = faulty.readers();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(faulty.writer());
      }
    }

    private final class Faults implements ObservedObjectStore.Listener {
      @Override
      public void before(String call, Collection<String> keys) {
        failSometimes(call);
      }

      @Override
      public void after(String call, Collection<String> keys) {
        failSometimes("the answer to " + call);
      }

      private void failSometimes(String call) {
        synchronized (chance) {
          if (!calm && chance.nextDouble() < FAULTS) {
            throw new Fault(call);
          }
        }
      }
    }

    void step() {
      change();
      try {
        switch (random.nextInt(10)) {
          case 0 -> {
            var _ = aWriter().rebuild(_ -> changeAndApplySometimes());
          }
          case 1 -> {
            var _ = faulty.sweep().run();
          }
          case 2 ->
              fixture.clock().advance(Sweep.GRACE.plus(Duration.ofMinutes(random.nextInt(60))));
          case 3 -> writers.set(random.nextInt(WRITERS), faulty.writer());
          default -> apply();
        }
      } catch (Fault | HeadroomException.Conflict | UnreadableSnapshot _) {
        // The queue gives what is pending again; who wanted a rebuild asks again.
      }
      look();
    }

    private void change() {
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        String id = "id " + random.nextInt(IDS);
        pending.add(id);
        if (random.nextInt(3) == 0) {
          fixture.remove(id);
        } else {
          fixture.put(id, "text " + random.nextInt());
        }
      }
    }

    private void changeAndApplySometimes() {
      if (random.nextInt(8) == 0) {
        change();
        apply();
      }
    }

    private void apply() {
      aWriter().apply(List.copyOf(pending));
      pending.clear();
    }

    private PartitionWriter aWriter() {
      return writers.get(random.nextInt(WRITERS));
    }

    /** What is published is whole; and of what is not pending, it says what the table does. */
    private void look() {
      Map<String, Chunk> found = fixture.found();
      if (fixture.snapshots().pointerObject().isPresent()) {
        Map<String, Chunk> expected =
            new TreeMap<>(fixture.truth().read(fixture.tenant(), ALL_IDS));
        expected.keySet().removeAll(pending);
        found.keySet().removeAll(pending);
        assertThat(found).as("seed %d", seed).isEqualTo(expected);
      }
      try {
        // Checked as it is read.
        assertThat(fixture.found(readers)).as("seed %d", seed).isNotNull();
      } catch (Fault | HeadroomException.Unavailable _) {
        // It may fail, but not lie.
      }
    }

    void end() {
      synchronized (chance) {
        calm = true;
      }
      apply();
      fixture.assertIndexEqualsTable("seed", seed);
      assertThat(fixture.found(readers)).as("seed %d", seed).isEqualTo(fixture.chunks());
      fixture.clock().advance(Publisher.LONGEST_REBUILD);
      fixture.put("id 0", "last");
      pending.add("id 0");
      apply();
      fixture.assertOnlyNeededIsLeftAfterSweeps();
      fixture.assertIndexEqualsTable("seed", seed);
    }
  }
}
