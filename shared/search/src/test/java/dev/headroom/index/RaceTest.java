package dev.headroom.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.errors.HeadroomException;
import dev.headroom.index.reading.IndexReaders;
import dev.headroom.search.Chunk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Writers in processes of their own, of which one is killed and one frozen while it publishes. */
@ExtendWith(WithChunkTable.class)
class RaceTest {
  private static final String KILLED = "killed";
  private static final String FROZEN = "frozen";

  /** How many publications are awaited before each event. */
  private static final int SOME = Integer.getInteger("index.publications", 10);

  @TempDir private Path folder;
  private final Map<String, Integer> published = new ConcurrentHashMap<>();
  private final Map<String, Integer> seen = new HashMap<>();
  private final AtomicInteger publications = new AtomicInteger();
  private final Set<String> heard = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<List<String>> uploaded = new CompletableFuture<>();
  private final List<RacingProcess> living = new ArrayList<>();
  private final List<Future<?>> listeners = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @Test
  void racing_processes_lose_nothing_though_one_is_killed_and_one_is_frozen(ChunkTable table)
      throws Exception {
    IndexFixture fixture = IndexFixture.of(table, folder);
    IndexReaders readers = fixture.readers();
    try {
      start(table, fixture, "first", 0);
      start(table, fixture, "second", 0);
      RacingProcess killed = start(table, fixture, KILLED, 0);
      RacingProcess frozen = start(table, fixture, FROZEN, 5);
      readUntilPublished(SOME, fixture, readers);
      living.remove(killed);
      killed.kill();
      assertThat(killed.exit()).isEqualTo(128 + 9);
      start(table, fixture, KILLED, 0);
      readUntil(uploaded::isDone, fixture, readers);
      List<String> unpublished = uploaded.get();
      frozen.signal("STOP");
      passGraceTimesUntilSwept(unpublished, fixture, readers);
      frozen.signal("CONT");
      frozen.goOn();
      heard.clear();
      readUntilPublished(2 * SOME, fixture, readers);
      end();
    } finally {
      // A listener ends with its process: so the processes go first, whatever failed.
      living.forEach(RacingProcess::close);
      threads.close();
    }
    // The queue delivers again what the killed one did not finish.
    fixture.writer().apply(RacingProcess.ids(KILLED));
    fixture.assertIndexEqualsTable();
    read(fixture, readers);
    assertThat(fixture.found(readers)).isEqualTo(fixture.chunks());
  }

  private RacingProcess start(ChunkTable table, IndexFixture fixture, String name, int stopsAt)
      throws Exception {
    RacingProcess process = RacingProcess.start(table, fixture, name, stopsAt);
    living.add(process);
    listeners.add(
        threads.submit(
            () -> {
              process.listen(
                  (id, revision) -> {
                    published.merge(id, revision, Math::max);
                    heard.add(name);
                    publications.incrementAndGet();
                  },
                  uploaded::complete);
              return true;
            }));
    return process;
  }

  /**
   * Lets the grace time pass for all until the others have swept away what the frozen one uploaded.
   * One sweep is awaited before time goes on. All the same a process may learn of two grace times
   * at once, so that they pass for it while the reader fetches.
   */
  private void passGraceTimesUntilSwept(
      List<String> keys, IndexFixture fixture, IndexReaders readers) throws Exception {
    assertThat(fixture.keys()).isNotEmpty().containsAll(keys);
    while (!Collections.disjoint(fixture.keys(), keys)) {
      Instant before = fixture.newest().sweptAt();
      for (RacingProcess process : living) {
        process.passGraceTime();
      }
      while (!fixture.newest().sweptAt().isAfter(before)) {
        readUnlessSweptAway(fixture, readers);
      }
    }
  }

  private void end() throws Exception {
    for (RacingProcess process : living) {
      process.end();
    }
    for (RacingProcess process : living) {
      assertThat(process.exit()).isZero();
    }
    for (Future<?> listener : listeners) {
      listener.get();
    }
  }

  /** Reads until there are so many more publications, and each of the living was heard. */
  private void readUntilPublished(int more, IndexFixture fixture, IndexReaders readers) {
    int until = publications.get() + more;
    readUntil(() -> publications.get() >= until && heard.size() == living.size(), fixture, readers);
  }

  private void readUntil(BooleanSupplier condition, IndexFixture fixture, IndexReaders readers) {
    do {
      assertThat(living).allMatch(RacingProcess::isAlive);
      read(fixture, readers);
    } while (!condition.getAsBoolean());
  }

  private void readUnlessSweptAway(IndexFixture fixture, IndexReaders readers) {
    assertThat(living).allMatch(RacingProcess::isAlive);
    try {
      read(fixture, readers);
    } catch (HeadroomException.Unavailable e) {
      assertThat(e).hasMessageContaining("cannot be read at the moment");
    }
  }

  /** A view is whole, knows all that was published before it was opened, and never goes back. */
  private void read(IndexFixture fixture, IndexReaders readers) {
    Map<String, Integer> known = Map.copyOf(published);
    Map<String, Chunk> found = fixture.found(readers);
    known.forEach(
        (id, revision) -> {
          assertThat(found).containsKey(id);
          Chunk chunk = found.getOrDefault(id, IndexFixture.chunk(id, "revision 0"));
          int now = RacingProcess.revision(chunk.text());
          assertThat(now).as("%s was published", id).isGreaterThanOrEqualTo(revision);
          assertThat(now).as("%s was seen", id).isGreaterThanOrEqualTo(seen.getOrDefault(id, 0));
          seen.put(id, now);
        });
  }
}
