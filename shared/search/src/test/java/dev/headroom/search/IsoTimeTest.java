package dev.headroom.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headroom.errors.FieldError;
import dev.headroom.errors.HeadroomException.Invalid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {
  @ParameterizedTest
  @CsvSource({
    "2024-01-15,                          2024-01-15T00:00:00Z,  2024-01-15T23:59:59.999999999Z",
    "2024-02-29,                          2024-02-29T00:00:00Z,  2024-02-29T23:59:59.999999999Z",
    "2024-01-15T10:30,                    2024-01-15T10:30:00Z,  2024-01-15T10:30:00Z",
    "2024-01-15T10:30:05.25,              2024-01-15T10:30:05.250Z, 2024-01-15T10:30:05.250Z",
    "2024-01-15T10:30:00Z,                2024-01-15T10:30:00Z,  2024-01-15T10:30:00Z",
    "2024-01-15t10:30:00z,                2024-01-15T10:30:00Z,  2024-01-15T10:30:00Z",
    "2024-01-15T00:30:00+02:00,           2024-01-14T22:30:00Z,  2024-01-14T22:30:00Z",
    "2024-01-15T10:30:00.123456789-05:30, 2024-01-15T16:00:00.123456789Z, 2024-01-15T16:00:00.123456789Z",
  })
  void a_time_is_an_instant_and_a_date_a_day_of_utc(String text, String from, String to) {
    assertThat(IsoTime.from("date_from", text)).hasToString(from);
    assertThat(IsoTime.to("date_to", text)).hasToString(to);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2023-02-29",
        "2024-01-15T24:00",
        "2024-01-15 10:30",
        "2024-01-15T10:30:60Z",
        "20240115",
        "0000-01-01",
        "0001-01-01T00:00:00+01:00",
        "+10000-01-01",
        "2024-01-15Z",
        "2024-01-15T10:30:00[Europe/Berlin]",
        "2024-01-15T10:30:00+25:00",
        "1705312200",
      })
  void what_is_none_is_refused(String text) {
    assertThat(catchThrowableOfType(Invalid.class, () -> IsoTime.from("created_at", text)).errors())
        .extracting(FieldError::field)
        .containsExactly("created_at");
  }

  @Test
  void of_a_long_text_only_the_beginning_comes_back() {
    var refusal =
        catchThrowableOfType(Invalid.class, () -> IsoTime.to("date_to", "2".repeat(1_000)));

    assertThat(refusal.getMessage()).hasSizeLessThan(200);
  }
}
