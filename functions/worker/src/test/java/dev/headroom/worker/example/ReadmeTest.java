package dev.headroom.worker.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README shows code that is compiled and tested, because it is this code. */
class ReadmeTest {
  private static final Path TESTS = Path.of("functions/worker/src/test");
  private static final Path JAVA = TESTS.resolve("java/dev/headroom/worker/example");

  private static void assertShown(String language, String code) throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains("```%s\n%s\n```".formatted(language, code.strip()));
  }

  @Test
  void the_readme_shows_the_job_type_as_it_is() throws IOException {
    String file = Files.readString(JAVA.resolve("WordCount.java"));

    assertShown("java", file.substring(file.indexOf("import ")));
  }

  @Test
  void the_readme_shows_the_rehearsal_as_it_is() throws IOException {
    String file = Files.readString(JAVA.resolve("WordCountTest.java"));

    String method = file.substring(file.indexOf("  @Test"), file.lastIndexOf('}')).stripTrailing();

    assertShown("java", method.stripIndent());
  }

  @Test
  void the_readme_shows_the_function_as_it_is() throws IOException {
    assertShown(
        "python",
        Files.readString(TESTS.resolve("resources/dev/headroom/worker/example/total.py")));
  }
}
