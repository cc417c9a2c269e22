package dev.headroom.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void what_is_not_set_has_its_default() {
    var settings = new Settings(Map.of("BLANK", " "));

    assertThat(settings.integer("DAYS", 30, 1, 60)).isEqualTo(30);
    assertThat(settings.text("BLANK", "otherwise")).isEqualTo("otherwise");
    assertThat(settings.integers("SLOTS", List.of(5, 4), 1, 9)).containsExactly(5, 4);
    settings.check();
  }

  @Test
  void what_is_set_is_read() {
    var settings = new Settings(Map.of("DAYS", "7", "TABLE", "t", "SLOTS", "1, 2"));

    assertThat(settings.integer("DAYS", 30, 1, 60)).isEqualTo(7);
    assertThat(settings.required("TABLE")).isEqualTo("t");
    assertThat(settings.integers("SLOTS", List.of(5, 4), 1, 9)).containsExactly(1, 2);
    settings.check();
  }

  @Test
  void all_faults_are_told_together() {
    var settings = new Settings(Map.of("DAYS", "61", "SLOTS", "1,x", "MANY", "1,2,3"));
    settings.required("TABLE");
    settings.integer("DAYS", 30, 1, 60);
    settings.integers("SLOTS", List.of(5, 4), 1, 9);
    settings.integers("MANY", List.of(5, 4), 1, 9);

    assertThatThrownBy(settings::check)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Settings are wrong: TABLE must be set; "
                + "DAYS must be a whole number from 1 to 60; got \"61\"; "
                + "SLOTS must be a whole number from 1 to 9; got \"x\"; "
                + "MANY must be 2 numbers; got 3.");
  }
}
