package dev.headroom.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitSettingsTest {
  private static RateLimitSettings read(Map<String, String> environment) {
    var settings = new Settings(environment);
    var limits = RateLimitSettings.read(settings);
    settings.check();
    return limits;
  }

  @ParameterizedTest
  @CsvSource({"CACHE,100", "JOBS,100", "MONITORING,100", "SEARCH,100", "STATUS,1200"})
  void each_group_has_its_usual_limit(RouteGroup group, int requests) {
    var usual = read(Map.of());

    assertThat(usual.enabled()).isTrue();
    assertThat(usual.limit(group)).isEqualTo(new RateLimit(requests, Duration.ofMinutes(1)));
    assertThat(usual.withoutRedis(group)).isEqualTo(WithoutRedis.LOCAL);
  }

  @Test
  void the_general_limit_is_that_of_each_family_of_endpoints() {
    var limits = read(Map.of("RATE_LIMIT_PER_MINUTE", "7", "RATE_LIMIT_SEARCH_PER_MINUTE", "3"));

    assertThat(limits.limit(RouteGroup.CACHE).requests()).isEqualTo(7);
    assertThat(limits.limit(RouteGroup.JOBS).requests()).isEqualTo(7);
    assertThat(limits.limit(RouteGroup.SEARCH).requests()).isEqualTo(3);
    assertThat(limits.limit(RouteGroup.STATUS).requests()).isEqualTo(1_200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "closed              | CLOSED | CLOSED",
        "search=closed       | LOCAL  | CLOSED",
        "open, search=closed | OPEN   | CLOSED",
        "search=local,closed | CLOSED | LOCAL"
      })
  void what_holds_without_redis_is_said_of_all_or_of_some(
      String text, WithoutRedis jobs, WithoutRedis search) {
    var limits = read(Map.of("RATE_LIMIT_WITHOUT_REDIS", text));

    assertThat(limits.withoutRedis(RouteGroup.JOBS)).isEqualTo(jobs);
    assertThat(limits.withoutRedis(RouteGroup.SEARCH)).isEqualTo(search);
  }

  @Test
  void faults_are_told_together() {
    var wrong =
        Map.of(
            "RATE_LIMIT_PER_MINUTE", "0",
            "RATE_LIMIT_STATUS_PER_MINUTE", "10001",
            "RATE_LIMIT_ENABLED", "yes",
            "RATE_LIMIT_WITHOUT_REDIS", "mail=open");

    assertThatThrownBy(() -> read(wrong))
        .hasMessageContaining("RATE_LIMIT_PER_MINUTE must be a whole number from 1 to 10000")
        .hasMessageContaining("RATE_LIMIT_STATUS_PER_MINUTE must be")
        .hasMessageContaining("RATE_LIMIT_ENABLED must be")
        .hasMessageContaining("jobs")
        .hasMessageContaining("got \"mail=open\"");
  }

  @Test
  void a_limit_is_within_its_bounds() {
    assertThatThrownBy(() -> new RateLimit(0, Duration.ofMinutes(1)))
        .hasMessage("requests must be 1 to 10000; got 0");
    assertThatThrownBy(() -> new RateLimit(10_001, Duration.ofMinutes(1)))
        .hasMessageContaining("got 10001");
    assertThatThrownBy(() -> new RateLimit(1, Duration.ofMillis(999)))
        .hasMessageContaining("window must be");
    assertThatThrownBy(() -> new RateLimit(1, Duration.ofHours(25)))
        .hasMessageContaining("window must be");
  }
}
