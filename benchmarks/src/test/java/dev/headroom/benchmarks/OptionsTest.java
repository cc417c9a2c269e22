package dev.headroom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.benchmarks.Options.Part;
import dev.headroom.benchmarks.Options.Report;
import java.nio.file.Path;
import java.util.List;
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

    assertThat(List.of(Report.JOBS, Report.CACHE))
        .allMatch(options::has)
        .allMatch(options::isWhole);
    assertThat(options.has(Report.RELEVANCE)).isFalse();
    assertThat(options.command(Report.JOBS)).isEqualTo("mvn -Pbenchmark -Donly=jobs -Djobs=2000");
  }

  @Test
  void a_quick_run_or_a_part_is_not_the_whole() {
    assertThat(options("quick", "true").isWhole(Report.JOBS)).isFalse();
    assertThat(options("only", "drain, submit").only())
        .containsExactlyInAnyOrder(Part.DRAIN, Part.SUBMIT);
    assertThat(options("only", "drain").isWhole(Report.JOBS)).isFalse();
  }

  @Test
  void a_report_is_all_its_parts() {
    var options = options("only", "cache");

    assertThat(options.has(Report.JOBS)).isFalse();
    assertThat(options.isWhole(Report.CACHE)).isTrue();
    assertThat(options("only", "cache-local").has(Report.CACHE)).isTrue();
    assertThat(options("only", "cache-local").isWhole(Report.CACHE)).isFalse();
    assertThat(options("only", "jobs,cache-http").isWhole(Report.JOBS)).isTrue();
  }

  @Test
  void relevance_wants_a_collection() {
    assertThat(options("only", "relevance", "collection", "beir").collection())
        .contains(Path.of("beir"));
    assertThatThrownBy(() -> options("only", "relevance", "collection", ""))
        .isInstanceOf(Options.Wrong.class)
        .hasMessageContaining("-Dcollection=FOLDER");
  }

  @Test
  void a_report_says_how_it_is_asked_for() {
    assertThat(options("only", "search").command(Report.SEARCH))
        .isEqualTo("mvn -Pbenchmark -Donly=search");
    assertThat(
            options("only", "search-cold,search-query,drain", "quick", "true")
                .command(Report.SEARCH))
        .isEqualTo("mvn -Pbenchmark -Donly=search-query,search-cold -Dquick");
    assertThat(options("only", "cleanup").command(Report.CLEANUP))
        .isEqualTo("mvn -Pbenchmark -Donly=cleanup");
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
