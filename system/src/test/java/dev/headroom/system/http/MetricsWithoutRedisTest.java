package dev.headroom.system.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.local.LocalCloud;
import dev.headroom.local.LocalOptions;
import dev.headroom.system.TheCloud;
import dev.headroom.system.TheTemplate;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The metrics in a cloud whose Redis is dead and does not come back. */
class MetricsWithoutRedisTest {
  private static LocalCloud cloud;

  @BeforeAll
  static void start() {
    cloud =
        LocalCloud.start(
            LocalOptions.of(TheTemplate.FILE)
                .withRedisReplacedAfter(Duration.ofDays(1))
                .withEnvironment(TheCloud.UNLIMITED));
    ProcessHandle redis = ProcessHandle.of(cloud.engines().redisPid().orElseThrow()).orElseThrow();
    assertThat(redis.destroyForcibly()).isTrue();
    redis.onExit().join();
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  private static boolean hasCompleted(Client.Answer metrics, int jobs) {
    return metrics.body().at("/jobs/completed_jobs").intValue() == jobs;
  }

  @Test
  void jobs_are_told_and_of_the_cache_why_it_is_not_known() {
    var client = Client.of(cloud, "no-redis");
    client.ended(client.submit("noop", "{}"));

    JsonNode metrics = client.await("/metrics", answer -> hasCompleted(answer, 1)).body();

    assertThat(metrics.at("/cache/hits").isNull()).isTrue();
    assertThat(metrics.at("/cache/result_cache/total_entries").isNull()).isTrue();
    assertThat(metrics.at("/cache/unknown").asText()).isNotBlank();
    assertThat(metrics.at("/system/total_cache_size_bytes").isNull()).isTrue();
    assertThat(metrics.at("/system/unknown/total_cache_size_bytes").asText()).isNotBlank();
    assertThat(metrics.at("/jobs/unknown").isNull()).isTrue();
    assertThat(metrics.at("/system/active_jobs").isIntegralNumber()).isTrue();
  }

  @Test
  void a_reset_is_refused_and_nothing_is_reset() {
    var client = Client.of(cloud, "no-redis-reset");
    client.ended(client.submit("noop", "{}"));
    client.await("/metrics", answer -> hasCompleted(answer, 1));

    Client.Answer refused = client.send("POST", "/reset", null).expect(503);

    assertThat(refused.header("retry-after")).isPresent();
    JsonNode jobs = client.get("/metrics").expect(200).body().path("jobs");
    assertThat(jobs.path("completed_jobs").intValue()).isEqualTo(1);
    assertThat(jobs.path("epoch").intValue()).isZero();
  }
}
