package dev.headroom.cleanup.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cleanup.Cleanup;
import dev.headroom.cleanup.CleanupBackend;
import dev.headroom.cleanup.TestDeployment;
import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.schedules.ScheduleSpec;
import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.jobs.Priority;
import dev.headroom.search.Chunk;
import dev.headroom.search.ChunkStore;
import dev.headroom.search.OldChunks;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs in which chunks are removed, on the tables of template.yaml. */
class ChunksTargetTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Instant OLD = NOW.minus(Duration.ofDays(31));
  private static final TestDeployment DEPLOYMENT = new TestDeployment();
  private static final String TABLE =
      BuiltInTargets.Where.read(TestDeployment.settings()).chunkTable();
  private static final OldChunks old = new OldChunks(DEPLOYMENT.dynamoDb, TABLE);
  private static final ChunkStore chunks = new ChunkStore(DEPLOYMENT.dynamoDb, TABLE);

  private static Chunk chunk(String id, Instant createdAt) {
    return new Chunk(id, Optional.empty(), Optional.empty(), "text", List.of(), 1, createdAt);
  }

  private static void put(String tenant, int number, Instant createdAt) {
    chunks.putAll(
        tenant, IntStream.range(0, number).mapToObj(i -> chunk("c" + i, createdAt)).toList());
  }

  private static int stored(String tenant) {
    return chunks.read(tenant, IntStream.range(0, 300).mapToObj(i -> "c" + i).toList()).size();
  }

  private static CleanupRun run(
      CleanupTarget target, String tenant, List<String> targets, boolean dryRun) {
    var backend =
        CleanupBackend.open(
            DEPLOYMENT.dynamoDb,
            DEPLOYMENT.where,
            List.of(target),
            InstantSource.fixed(NOW),
            new SecureRandom());
    backend.schedules().add(tenant, new ScheduleSpec("s", 3_600, 30, Priority.NORMAL, targets));
    var wish = new Cleanup.Request(Optional.of("s"), true, dryRun);
    return backend.cleanup().run(tenant, wish, NOW.plusSeconds(20));
  }

  @Test
  void old_chunks_of_a_tenant_are_removed_and_no_others() {
    put("run", 250, OLD);
    chunks.putAll("run", List.of(chunk("young", NOW.minus(Duration.ofDays(30)))));
    put("run-neighbour", 3, OLD);
    long bytes =
        old.find("run", NOW.minus(Duration.ofDays(30)), Optional.empty(), 300).chunks().stream()
            .mapToLong(OldChunks.Old::bytes)
            .sum();
    assertThat(run(new ChunksTarget(old), "run", List.of("chunks"), true).counts().items())
        .isEqualTo(250);
    assertThat(stored("run")).isEqualTo(250);

    CleanupRun run = run(new ChunksTarget(old), "run", List.of("chunks"), false);

    assertThat(run.status()).isEqualTo(CleanupRun.Status.COMPLETED);
    assertThat(run.counts().items()).isEqualTo(250);
    assertThat(run.counts().bytes()).isEqualTo(bytes);
    assertThat(stored("run")).isZero();
    assertThat(chunks.read("run", List.of("young"))).hasSize(1);
    assertThat(stored("run-neighbour")).isEqualTo(3);
  }

  @Test
  void who_does_not_name_chunks_keeps_them() {
    put("usual", 3, OLD);

    CleanupRun run = run(new ChunksTarget(old), "usual", List.of(), false);

    assertThat(run.status()).isEqualTo(CleanupRun.Status.COMPLETED);
    assertThat(stored("usual")).isEqualTo(3);
  }

  /** It puts some again when they were found, as an application may. */
  @Test
  void a_chunk_that_is_stored_anew_when_it_was_found_is_kept() {
    put("anew", 120, OLD);
    var found = new ChunksTarget(old);
    CleanupTarget racing =
        new CleanupTarget() {
          @Override
          public String name() {
            return found.name();
          }

          @Override
          public Page find(Scope scope, Optional<String> from) {
            Page page = found.find(scope, from);
            put("anew", 20, NOW);
            return page;
          }

          @Override
          public void erase(List<String> keys) {
            found.erase(keys);
          }
        };

    CleanupRun run = run(racing, "anew", List.of("chunks"), false);

    assertThat(run.status()).isEqualTo(CleanupRun.Status.COMPLETED);
    assertThat(run.counts().items()).isEqualTo(100);
    assertThat(run.counts().kept()).isBetween(1L, 20L);
    assertThat(stored("anew")).isEqualTo(20);
  }
}
