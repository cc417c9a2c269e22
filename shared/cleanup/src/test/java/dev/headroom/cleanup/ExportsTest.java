package dev.headroom.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cleanup.example.ExportsTarget;
import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.runs.RemovalCounts;
import dev.headroom.digest.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A target of somebody's own, as docs/extending.md shows it. */
class ExportsTest {
  @Test
  void exports_are_removed_by_their_age_by_pages_and_counted() {
    var world = new TestDeployment();
    List<String> keys = IntStream.range(0, 720).mapToObj(ExportsTest::key).toList();
    for (String key : keys) {
      world.objects.put(key, new byte[10]);
      int days = 40 - Integer.parseInt(key.substring(key.length() - 4)) / 20;
      world.setWrittenAt(key, world.daysAgo(days));
    }
    var backend = world.backend(world.dynamoDb, new ExportsTarget(world.objects));

    CleanupRun dry = run(backend, world, true);
    CleanupRun run = run(backend, world, false);

    assertThat(run.counts())
        .isEqualTo(new RemovalCounts(200, 0, 200, 2_000, 0))
        .isEqualTo(dry.counts());
    assertThat(keys.stream().filter(key -> world.objects.get(key).isPresent())).hasSize(520);
    assertThat(run(backend, world, false).counts()).isEqualTo(RemovalCounts.NONE);
  }

  private static String key(int n) {
    return "exports/%s/%04d".formatted(Sha256.hex("acme"), n);
  }

  private static CleanupRun run(CleanupBackend backend, TestDeployment world, boolean dry) {
    return backend
        .cleanup()
        .run(
            "acme",
            new Cleanup.Request(Optional.empty(), true, dry),
            world.clock.instant().plusSeconds(20));
  }
}
