package dev.headroom.cache.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamespaceStatisticsTest {
  private static final Map<String, Long> TIMES =
      Map.of(
          "LOCAL_SAMPLES", 1L, "LOCAL_NANOS", 100L, "REMOTE_SAMPLES", 1L, "REMOTE_NANOS", 9_100L);

  @Test
  void the_mean_time_of_a_read_is_that_of_the_tiers_that_answered() {
    assertThat(mean(Map.of("LOCAL_HIT", 2L))).isEqualTo(Duration.ofNanos(100));
    assertThat(mean(Map.of("REMOTE_HIT", 1L, "MISS", 1L))).isEqualTo(Duration.ofNanos(9_100));
    assertThat(mean(Map.of("LOCAL_HIT", 2L, "MISS", 1L))).isEqualTo(Duration.ofNanos(3_100));
    assertThat(NamespaceStatistics.NONE.meanTime()).isEmpty();
  }

  private static Duration mean(Map<String, Long> counts) {
    var fields = new HashMap<>(TIMES);
    fields.putAll(counts);
    return NamespaceStatistics.of(fields).meanTime().orElseThrow();
  }
}
