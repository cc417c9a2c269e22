package dev.headroom.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.jobs.Priority;
import dev.headroom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueStatisticsViewTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final QueueStatistics.OfPriority NOTHING =
      new QueueStatistics.OfPriority(
          Map.of(), Optional.empty(), DurationSketch.EMPTY, new QueueStatistics.Throughput(0, 0));

  private static JsonNode view(QueueStatistics.OfPriority high, Optional<Instant> asOf) {
    Map<Priority, QueueStatistics.OfPriority> byPriority = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      byPriority.put(priority, priority == Priority.HIGH ? high : NOTHING);
    }
    return Json.SNAKE_CASE.valueToTree(
        QueueStatisticsView.of(new QueueStatistics(byPriority, asOf, NOW), 30));
  }

  @Test
  void what_is_not_known_is_null() {
    JsonNode view = view(NOTHING, Optional.empty());

    assertThat(view.path("total_jobs").intValue()).isZero();
    assertThat(view.path("avg_processing_time_seconds").isNull()).isTrue();
    assertThat(view.path("avg_processing_time_reason").asText()).isNotBlank();
    assertThat(view.path("processing_time_seconds").isNull()).isTrue();
    assertThat(view.path("as_of").isNull()).isTrue();
    assertThat(view.at("/by_priority/high/oldest_age_seconds").isNull()).isTrue();
  }

  @Test
  void what_is_known_is_told_in_seconds_and_shares() {
    var sketch =
        new DurationSketch(Map.of(DurationSketch.bucket(Duration.ofMillis(1_500)), 2L), 3_000);
    JsonNode view =
        view(
            new QueueStatistics.OfPriority(
                Map.of(
                    QueueState.SCHEDULED, 3L,
                    QueueState.PENDING, 4L,
                    QueueState.RUNNING, 10L,
                    QueueState.COMPLETED, 2L),
                Optional.of(NOW.minusMillis(2_500)),
                sketch,
                new QueueStatistics.Throughput(1 / 3.0, 0.25)),
            Optional.of(NOW));

    assertThat(view.path("pending_jobs").intValue()).isEqualTo(7);
    assertThat(view.path("queue_depth").intValue()).isEqualTo(17);
    assertThat(view.path("total_jobs").intValue()).isEqualTo(19);
    assertThat(view.path("worker_utilization").doubleValue()).isEqualTo(0.3333);
    assertThat(view.path("avg_processing_time_seconds").doubleValue()).isEqualTo(1.5);
    assertThat(view.at("/processing_time_seconds/p99").doubleValue()).isBetween(1.47, 1.53);
    assertThat(view.at("/throughput_per_second/last_minute").doubleValue()).isEqualTo(0.3333);
    assertThat(view.at("/by_priority/high/scheduled_jobs").intValue()).isEqualTo(3);
    assertThat(view.at("/by_priority/high/oldest_age_seconds").doubleValue()).isEqualTo(2.5);
    assertThat(view.path("as_of").asText()).isEqualTo("2026-11-20T10:00:00.000Z");
  }
}
