package dev.headroom.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.search.Chunk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Writers in processes of their own, of which one is killed and one frozen while it publishes. */
@ExtendWith(WithChunkTable.class)
class RaceTest {
  private static final List<String> NAMES = List.of("first", "second", "killed", "frozen");

  /** How many publications are waited for before each event. */
  private static final int SOME = Integer.getInteger("index.publications", 15);

  @TempDir private Path folder;
  private final Map<String, Integer> published = new ConcurrentHashMap<>();
  private final Map<String, Integer> seen = new HashMap<>();
  private final AtomicInteger publications = new AtomicInteger();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<RacingProcess> all = new ArrayList<>();
  private final List<Future<?>> listeners = new ArrayList<>();

  @Test
  void racing_processes_lose_nothing_though_one_is_killed_and_one_is_frozen(ChunkTable table)
      throws Exception {
    Site site = Site.of(table, folder);
    site.clock()
        .advance(Duration.between(site.clock().instant(), InstantSource.system().instant()));
    IndexReaders readers = site.readers();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (String name : NAMES) {
        start(table, site, name, name.equals("frozen") ? 5 : 0, threads);
      }
      RacingProcess frozen = all.getLast();
      readUntilPublished(SOME, site, readers);
      all.get(2).kill();
      start(table, site, "killed", 0, threads);
      stopped.await();
      frozen.signal("STOP");
      // Longer than the grace time, by their clocks: others sweep away what it has uploaded.
      Instant sweptBefore = site.newest().sweptAt();
      while (!site.newest().sweptAt().isAfter(sweptBefore.plus(Sweep.GRACE.multipliedBy(2)))) {
        read(site, readers);
      }
      frozen.signal("CONT");
      frozen.tell("go on");
      readUntilPublished(2 * SOME, site, readers);
      end(threads);
    } finally {
      all.forEach(RacingProcess::close);
    }
    // The queue gives again what the killed one did not finish.
    site.writer().apply(RacingProcess.ids("killed"));
    site.assertIndexEqualsTable();
    read(site, readers);
    assertThat(site.found(readers)).isEqualTo(site.chunks());
    assertThat(seen.keySet()).as("all were heard").hasSizeGreaterThan(NAMES.size() * 2);
  }

  private void start(ChunkTable table, Site site, String name, int stopsAt, ExecutorService threads)
      throws Exception {
    var process = RacingProcess.start(table, site, name, stopsAt);
    all.add(process);
    listeners.add(
        threads.submit(
            () -> {
              process.listen(this::hear, stopped::countDown);
              return true;
            }));
  }

  private void hear(String id, int revision) {
    published.merge(id, revision, Math::max);
    publications.incrementAndGet();
  }

  private void end(ExecutorService threads) throws Exception {
    for (int i = 0; i < all.size(); i++) {
      if (i != 2) {
        all.get(i).tell("end");
      }
    }
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).exit()).as("exit of %d", i).isEqualTo(i == 2 ? 128 + 9 : 0);
    }
    for (Future<?> listener : listeners) {
      listener.get();
    }
    threads.shutdown();
  }

  private void readUntilPublished(int more, Site site, IndexReaders readers) {
    int until = publications.get() + more;
    while (publications.get() < until) {
      read(site, readers);
    }
  }

  /** A view is whole, knows all that was published before it was opened, and never goes back. */
  private void read(Site site, IndexReaders readers) {
    Map<String, Integer> known = Map.copyOf(published);
    Map<String, Chunk> found = site.found(readers);
    known.forEach(
        (id, revision) -> {
          assertThat(found).containsKey(id);
          Chunk chunk = found.getOrDefault(id, Site.chunk(id, "revision 0"));
          int now = RacingProcess.revision(chunk.text());
          assertThat(now).as("%s was published", id).isGreaterThanOrEqualTo(revision);
          assertThat(now).as("%s was seen", id).isGreaterThanOrEqualTo(seen.getOrDefault(id, 0));
          seen.put(id, now);
        });
  }
}
