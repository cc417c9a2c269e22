package dev.headroom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.benchmarks.Options.Part;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class OptionsTest {
  private static Options options(String... namesAndValues) {
    var properties = new Properties();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Options.of(properties);
  }

  @Test
  void what_maven_leaves_empty_is_as_usual() {
    var options = options("jobs", "", "quick", "false", "only", "");

    assertThat(options.isWhole()).isTrue();
    assertThat(options.command()).isEqualTo("mvn -Pbenchmark -Djobs=2000");
  }

  @Test
  void a_quick_run_or_a_part_is_not_the_whole() {
    assertThat(options("quick", "true").isWhole()).isFalse();
    assertThat(options("only", "drain, cost").only())
        .containsExactlyInAnyOrder(Part.DRAIN, Part.COST);
    assertThat(options("only", "drain").isWhole()).isFalse();
  }

  @Test
  void what_cannot_be_followed_is_told() {
    assertThatThrownBy(() -> options("jobs", "12"))
        .isInstanceOf(Options.Wrong.class)
        .hasMessageContaining("-Djobs must be from 100 to 100,000; got \"12\"");
    assertThatThrownBy(() -> options("only", "everything"))
        .isInstanceOf(Options.Wrong.class)
        .hasMessageContaining("priorities");
  }
}
