package dev.headroom.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cleanup.runs.CleanupRun;
import dev.headroom.cleanup.runs.RemovalCounts;
import dev.headroom.cleanup.targets.CleanupTarget;
import dev.headroom.digest.Sha256;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A target of an application, which the clean-up functions find on their class path. */
class ExportsTest extends CleanupScenario {
  private static final int OLD = 520; // more than a page
  private static final int EXPORTS = 540;

  @Test
  void a_target_of_a_provider_comes_after_the_built_in_ones() {
    assertThat(world.allTargets())
        .extracting(CleanupTarget::name)
        .containsExactly("jobs", "orphaned_objects", "chunks", "search_index", "exports");
  }

  @Test
  void exports_are_removed_by_their_age_by_pages_and_counted() {
    List<String> keys = IntStream.range(0, EXPORTS).mapToObj(this::key).toList();
    for (int n = 0; n < EXPORTS; n++) {
      world.objects.put(keys.get(n), new byte[10]);
      world.setWrittenAt(keys.get(n), world.daysAgo(n < OLD ? 31 : 30));
    }
    var backend =
        world.backend(
            world.dynamoDb,
            world.allTargets().stream()
                .filter(target -> target.name().equals("exports"))
                .toArray(CleanupTarget[]::new));

    CleanupRun dry = run(backend, DRY);
    CleanupRun run = run(backend, ALL);

    assertThat(run.counts())
        .isEqualTo(new RemovalCounts(OLD, 0, OLD, 10 * OLD, 0))
        .isEqualTo(dry.counts());
    assertThat(keys.stream().filter(key -> world.objects.get(key).isPresent()))
        .hasSize(EXPORTS - OLD);
    assertThat(run(backend, ALL).counts()).isEqualTo(RemovalCounts.NONE);
  }

  private String key(int n) {
    return "exports/%s/%04d".formatted(Sha256.hex(tenant), n);
  }
}
