package dev.headroom.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class RunOptionsTest {
  private static RunOptions options(String... namesAndValues) {
    var properties = new Properties();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
    }
    return RunOptions.of(properties);
  }

  /** As Maven hands them over: blank where nothing was given. */
  @Test
  void without_options_all_have_their_defaults() {
    RunOptions options = options("port", "3000", "data", "", "input", "", "once", "false");

    assertThat(options.port()).isEqualTo(3000);
    assertThat(options.data()).isEmpty();
    assertThat(options.once()).isFalse();
    assertThat(options.input()).endsWith(Path.of("legal"));
  }

  @Test
  void each_option_is_heeded() {
    RunOptions options = options("port", "0", "data", "here", "input", "there", "once", "true");

    assertThat(options.port()).isZero();
    assertThat(options.data()).contains(Path.of("here").toAbsolutePath());
    assertThat(options.input()).isEqualTo(Path.of("there").toAbsolutePath());
    assertThat(options.once()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"port,many", "port,-1", "port,65536", "once,yes"})
  void a_value_that_cannot_be_is_refused(String name, String value) {
    assertThatThrownBy(() -> options(name, value))
        .isInstanceOf(RunOptions.Wrong.class)
        .hasMessageStartingWith("-D" + name + " must be ")
        .hasMessageEndingWith("got \"" + value + "\".");
  }

  @ParameterizedTest
  @CsvSource({"prot,port", "Port,port", "dta,data", "date,data", "inputs,input", "onec,once"})
  void a_misspelt_option_is_refused_with_the_one_that_was_meant(String misspelt, String meant) {
    assertThatThrownBy(() -> options("given", "{port=1, " + misspelt + "=2, x.y=3}"))
        .isInstanceOf(RunOptions.Wrong.class)
        .hasMessageContaining("-D" + misspelt + " is not an option; did you mean -D" + meant + "?");
  }

  @Test
  void another_option_is_noted_unless_it_is_mavens() {
    assertThat(options("given", "{folder=a, skipTests=true, maven.test.skip=true}").unknown())
        .containsExactly("folder");
  }

  @ParameterizedTest
  @FieldSource("dev.headroom.system.RunOptions#NAMES")
  void the_help_tells_each_option(String name) throws IOException {
    try (var help = RunOptionsTest.class.getResourceAsStream("/run-help.txt")) {
      assertThat(new String(help.readAllBytes(), StandardCharsets.UTF_8))
          .containsPattern("[ ,] -D" + name + "[= ]");
    }
  }

  @Test
  void a_setting_is_meant_by_a_variable_that_is_nearly_it() {
    var settings = TheTemplate.read();

    assertThat(
            Misspelt.variables(
                Map.of("RATE_LIMIT_PER_MINTUE", "", "CACHE_DEFAULT_TTL", "", "HOME", "").keySet(),
                settings))
        .containsExactly(Map.entry("RATE_LIMIT_PER_MINTUE", "RATE_LIMIT_PER_MINUTE"));
  }

  @Test
  void a_terminal_has_colours_unless_they_are_turned_off() {
    assertThat(Terminal.of(Map.of("TERM", "xterm")).good("Up")).isEqualTo("\u001b[32mUp\u001b[0m");
    assertThat(Terminal.of(Map.of("TERM", "xterm", "NO_COLOR", "1")).good("Up")).isEqualTo("Up");
    assertThat(Terminal.of(Map.of("TERM", "dumb")).link("http://x")).isEqualTo("http://x");
    assertThat(Terminal.of(Map.of("TERM", "xterm", "VTE_VERSION", "7600")).link("http://x"))
        .contains("\u001b]8;;http://x\u001b\\");
  }

  @Test
  void names_far_apart_are_not_mistaken_for_each_other() {
    assertThat(Spelling.nearest("host", RunOptions.NAMES)).isEqualTo(Optional.empty());
  }
}
