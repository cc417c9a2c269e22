package dev.headroom.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void instants_sort_as_texts_also_on_the_full_second() throws Exception {
    var second = Instant.parse("2026-11-20T14:05:48Z");

    assertThat(Json.SNAKE_CASE.writeValueAsString(second))
        .isEqualTo("\"2026-11-20T14:05:48.000Z\"")
        .isLessThan(Json.SNAKE_CASE.writeValueAsString(second.plusMillis(27)));
    assertThat(Json.CAMEL_CASE.readValue("\"2026-11-20T14:05:48Z\"", Instant.class))
        .isEqualTo(second);
  }
}
