package dev.headroom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.benchmarks.CleanupRig.Counted;
import dev.headroom.benchmarks.cleanup.FixtureBatch;
import dev.headroom.benchmarks.cleanup.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exact counts: what they are, and that they do not depend on what is kept. */
class CleanupCallsTest {
  /** More than the 99 of a page, of both. */
  private static final int OVER = 105;

  private static final int KEPT = 105;
  private static CleanupRig rig;

  @BeforeAll
  static void open() {
    rig = CleanupRig.start();
  }

  @AfterAll
  static void close() {
    rig.close();
  }

  private static Counted removal(Kind kind, int kept) {
    String tenant = rig.tenant(kind);
    var _ = rig.fixture().young(kind, tenant, kept);
    FixtureBatch lot = rig.fixture().over(kind, tenant, OVER);
    return rig.counted(() -> rig.run(tenant, false, lot.things()));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void what_a_run_asks_for_does_not_depend_on_what_is_kept(Kind kind) {
    int kept = KEPT / (1 + kind.objects());

    assertThat(removal(kind, kept)).isEqualTo(removal(kind, 0));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void the_engine_tells_of_a_bare_deletion_what_the_rules_do(Kind kind) {
    FixtureBatch lot = rig.fixture().over(kind, rig.tenant(kind), OVER);
    Units byRules = rig.ofDeletions(lot);

    Counted bare = rig.counted(() -> rig.bare().batches(lot, 1));

    assertThat(bare.units()).isEqualTo(byRules);
    assertThat(bare.dynamoDb()).isEqualTo(Map.of("BatchWriteItem", 5L));
    rig.checkGone(lot);
  }

  @Test
  void a_tick_asks_once_for_each_priority_however_many_have_schedules() {
    Counted few = rig.counted(rig::tick);
    List.of(Kind.values()).forEach(kind -> assertThat(rig.tenant(kind)).isNotEmpty());

    assertThat(few.dynamoDb()).isEqualTo(Map.of("Query", 4L));
    assertThat(rig.counted(rig::tick)).isEqualTo(few);
  }
}
