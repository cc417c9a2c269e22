package dev.headroom.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aws.InParallel;
import dev.headroom.objects.ObjectStore.Versioned;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Writers of one object at the same time. S3 itself makes one of them win; the S3 that tests have
 * does not always, so these races are held in the folder alone.
 */
class FolderRaceTest {
  private static final int WRITERS = 16;
  private static final int PROCESSES = 8;
  private static final int INCREMENTS = 60;

  @TempDir private Path folder;

  private ObjectStore store() {
    return new FolderObjectStore(folder);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Runs all of them, from one moment on. */
  private static <T> List<T> race(List<Callable<T>> runners) {
    var start = new CyclicBarrier(runners.size());
    return InParallel.all(
        runners.stream()
            .<Callable<T>>map(
                runner ->
                    () -> {
                      start.await();
                      return runner.call();
                    })
            .toList());
  }

  @Test
  void one_of_sixteen_writers_wins() {
    Optional<String> expected = Optional.empty();
    for (int round = 0; round < 40; round++) {
      Optional<String> seen = expected;
      List<String> contents =
          Stream.generate(() -> UUID.randomUUID().toString()).limit(WRITERS).toList();

      List<Boolean> won =
          race(
              contents.stream()
                  .<Callable<Boolean>>map(
                      content -> () -> store().putIf("race/it", bytes(content), seen))
                  .toList());

      assertThat(won).containsOnlyOnce(true);
      Versioned now = store().read("race/it").orElseThrow();
      assertThat(now.content()).isEqualTo(bytes(contents.get(won.indexOf(true))));
      expected = Optional.of(now.version());
    }
  }

  @Test
  void every_increment_of_sixteen_threads_counts() {
    race(
        IntStream.range(0, WRITERS)
            .<Callable<Boolean>>mapToObj(
                writer ->
                    () -> {
                      for (int i = 0; i < 25; i++) {
                        Counters.increment(store(), "thread-" + writer);
                      }
                      return true;
                    })
            .toList());

    assertThat(Counters.read(store()).values()).hasSize(WRITERS).containsOnly(25);
  }

  @ParameterizedTest
  @ValueSource(strings = {"put", "upload", "delete"})
  void what_is_not_conditional_is_never_undone_by_what_is(String other) throws Exception {
    Path file = Files.writeString(folder.resolve(".upload"), "other");
    Consumer<ObjectStore> write =
        switch (other) {
          case "put" -> store -> store.put("a/b", bytes("other"));
          case "upload" -> store -> store.upload("a/b", file);
          default -> store -> store.delete(List.of("a/b"));
        };
    for (int round = 0; round < 200; round++) {
      store().put("a/b", bytes("before"));
      Optional<String> before = store().read("a/b").map(Versioned::version);

      race(
          List.of(
              () -> store().putIf("a/b", bytes("conditional"), before),
              () -> {
                write.accept(store());
                return true;
              }));

      assertThat(store().get("a/b").map(now -> new String(now, StandardCharsets.UTF_8)))
          .isEqualTo(other.equals("delete") ? Optional.empty() : Optional.of("other"));
    }
  }

  @Test
  void no_folder_is_emptied_away_under_a_writer() {
    race(
        IntStream.range(0, WRITERS)
            .<Callable<Boolean>>mapToObj(
                writer ->
                    () -> {
                      String key = "deep/er/" + writer;
                      for (int i = 0; i < 50; i++) {
                        store().put(key, bytes(key));
                        assertThat(store().get(key)).hasValue(bytes(key));
                        assertThat(store().list("deep/", Optional.empty(), 100)).isNotEmpty();
                        store().delete(List.of(key));
                      }
                      return true;
                    })
            .toList());

    assertThat(store().list("deep/", Optional.empty(), 10)).isEmpty();
  }

  @Test
  void every_increment_of_eight_processes_counts_though_one_is_killed() throws Exception {
    List<CounterProcess> survivors = new ArrayList<>();
    try (var victim = CounterProcess.start(folder, "victim", Integer.MAX_VALUE)) {
      for (int i = 1; i < PROCESSES; i++) {
        survivors.add(CounterProcess.start(folder, "survivor-" + i, INCREMENTS));
      }
      victim.go();
      for (CounterProcess survivor : survivors) {
        survivor.go();
      }
      victim.hear(INCREMENTS / 2);
      int told = victim.killed();
      for (CounterProcess survivor : survivors) {
        survivor.hear(INCREMENTS);
      }

      var counts = Counters.read(store());
      // Its last one may have been written, but not told.
      assertThat(counts.remove("victim")).isBetween(told, told + 1);
      assertThat(counts.values()).hasSize(PROCESSES - 1).containsOnly(INCREMENTS);
    } finally {
      survivors.forEach(CounterProcess::close);
    }
  }
}
